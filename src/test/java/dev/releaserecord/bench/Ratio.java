package dev.releaserecord.bench;

import java.util.List;

/** Values of both sides, pair by pair. */
record Ratio(List<Double> operator, List<Double> baseline) {}
