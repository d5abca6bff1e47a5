package dev.releaserecord.worlds;

import java.util.Map;
import java.util.TreeMap;

/**
 * What may still go wrong, and what people want.
 *
 * @param faults how many of all of these together
 * @param answers that may be lost
 * @param delays stretches of time that may pass with everything standing still
 * @param replicas of each workload, as a person last set them
 * @param jammed whether no pod comes up, for a reason that goes when all pods have gone
 */
record Left(
    int faults,
    int crashes,
    int answers,
    int edits,
    int delays,
    Map<String, Integer> replicas,
    boolean jammed) {

  Left crashed() {
    return new Left(faults - 1, crashes - 1, answers, edits, delays, replicas, jammed);
  }

  Left answerLost() {
    return new Left(faults - 1, crashes, answers - 1, edits, delays, replicas, jammed);
  }

  Left edited() {
    return new Left(faults - 1, crashes, answers, edits - 1, delays, replicas, jammed);
  }

  Left delayed() {
    return new Left(faults - 1, crashes, answers, edits, delays - 1, replicas, jammed);
  }

  Left scaled(String load, int to) {
    Map<String, Integer> next = new TreeMap<>(replicas);
    next.put(load, to);
    return new Left(faults, crashes, answers, edits, delays, next, jammed);
  }

  Left freed() {
    return new Left(faults, crashes, answers, edits, delays, replicas, false);
  }
}
