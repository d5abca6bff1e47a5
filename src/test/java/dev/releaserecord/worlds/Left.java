package dev.releaserecord.worlds;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What may still go wrong, and what people want.
 *
 * @param luck what may still go wrong
 * @param replicas of each workload, as a person last set them
 * @param jammed whether no pod comes up, for a reason that goes when all pods have gone
 * @param heldUp a request that nobody waits for any more, and that may still arrive; null for none
 * @param setBack how often the operator has set back what a robot wrote
 */
record Left(
    Luck luck,
    Map<String, Integer> replicas,
    boolean jammed,
    @Nullable HeldUp heldUp,
    int setBack) {

  /** After such a time the API server gives a request up. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /**
   * How often something may go wrong.
   *
   * @param faults how many of all of these together
   * @param answers that may be lost, and requests that may be held up or lost
   * @param delays stretches of time that may pass with everything standing still
   */
  record Luck(int faults, int crashes, int answers, int edits, int delays) {

    static final Luck ALWAYS = new Luck(0, 0, 0, 0, 0);

    boolean crash() {
      return faults > 0 && crashes > 0;
    }

    boolean silence() {
      return faults > 0 && answers > 0;
    }

    boolean edit() {
      return faults > 0 && edits > 0;
    }

    boolean delay() {
      return faults > 0 && delays > 0;
    }
  }

  record HeldUp(Write write, Instant since) {}

  Left crashed() {
    return with(new Luck(luck.faults - 1, luck.crashes - 1, luck.answers, luck.edits, luck.delays));
  }

  Left answerLost() {
    return with(new Luck(luck.faults - 1, luck.crashes, luck.answers - 1, luck.edits, luck.delays));
  }

  Left edited() {
    return with(new Luck(luck.faults - 1, luck.crashes, luck.answers, luck.edits - 1, luck.delays));
  }

  Left delayed() {
    return with(new Luck(luck.faults - 1, luck.crashes, luck.answers, luck.edits, luck.delays - 1));
  }

  private Left with(Luck next) {
    return new Left(next, replicas, jammed, heldUp, setBack);
  }

  Left scaled(String load, int to) {
    Map<String, Integer> next = new TreeMap<>(replicas);
    next.put(load, to);
    return new Left(luck, next, jammed, heldUp, setBack);
  }

  Left settingBack() {
    return new Left(luck, replicas, jammed, heldUp, setBack + 1);
  }

  Left freed() {
    return new Left(luck, replicas, false, heldUp, setBack);
  }

  Left holdingUp(@Nullable Write write) {
    return new Left(
        luck, replicas, jammed, write == null ? null : new HeldUp(write, Ages.NOW), setBack);
  }

  Left later(Duration by) {
    if (heldUp == null) {
      return this;
    }
    Instant since = Ages.shift(heldUp.since, by);
    boolean over = !since.plus(LONGEST).isAfter(Ages.NOW);
    return new Left(luck, replicas, jammed, over ? null : new HeldUp(heldUp.write, since), setBack);
  }

  /** What a write is based on changed. */
  Left seeing(UnaryOperator<Write> turn) {
    return heldUp == null
        ? this
        : new Left(
            luck, replicas, jammed, new HeldUp(turn.apply(heldUp.write), heldUp.since), setBack);
  }
}
