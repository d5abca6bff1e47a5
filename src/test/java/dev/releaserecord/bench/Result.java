package dev.releaserecord.bench;

import java.util.List;
import java.util.Map;

/**
 * What a scenario found.
 *
 * @param requests how many requests of each kind, by user agent; what the span of time was is said
 *     in the notes
 * @param notes what a reader has to know beside the table
 */
record Result(
    String scenario,
    List<Row> rows,
    Map<String, Map<String, Double>> requests,
    List<String> notes) {}
