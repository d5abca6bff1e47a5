package dev.releaserecord.worlds;

import dev.releaserecord.rollout.WorkloadKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pass whose writes are under way. What it saw is not kept: how it ends is known by the answers.
 *
 * @param writes in the order of the plan
 * @param answers one for each write
 * @param ends how the pass ends, by the answers
 */
record Acting(List<Write> writes, List<Answer> answers, Map<List<Answer>, Conclusion> ends) {

  /** What became of a write. */
  enum Answer {
    Applied,
    Superseded,
    Unavailable,
    /** A disruption budget stands against it. */
    Postponed,
    /** The record carries its finalizer, and the drain that it guards may be sent. */
    Guarded,
    Outstanding
  }

  private static final List<Answer> OF_EVICTIONS =
      List.of(Answer.Applied, Answer.Superseded, Answer.Unavailable, Answer.Postponed);

  private static final List<Answer> OF_OTHERS = OF_EVICTIONS.subList(0, 3);

  /**
   * How a pass ends.
   *
   * @param next the status, as far as anything reads it again; null where none is written
   * @param again whether to look again at once: a write met something else, or had no answer
   * @param due when to look again with nothing having happened
   * @param release whether the finalizer is to be taken off the record
   * @param wrong the invariant that the status breaks, null for none
   */
  record Conclusion(
      @Nullable Told next,
      String summary,
      boolean again,
      @Nullable Instant due,
      boolean release,
      @Nullable String wrong) {

    Conclusion shifted(Duration by) {
      Instant left = due == null ? null : due.minus(by);
      boolean over = left != null && !left.isAfter(Ages.NOW);
      return new Conclusion(
          next == null ? null : next.shifted(by),
          summary,
          again || over,
          over ? null : left,
          release,
          wrong);
    }
  }

  static Acting of(List<Write> writes, Map<List<Answer>, Conclusion> ends) {
    return new Acting(writes, Collections.nCopies(writes.size(), Answer.Outstanding), ends);
  }

  /** Every way in which the writes can be answered. */
  static List<List<Answer>> allAnswers(List<Write> writes) {
    List<List<Answer>> all = List.of(List.of());
    for (Write write : writes) {
      List<Answer> own = write.what() == Write.What.EvictPod ? OF_EVICTIONS : OF_OTHERS;
      all =
          all.stream()
              .flatMap(
                  answers ->
                      own.stream()
                          .map(it -> Stream.concat(answers.stream(), Stream.of(it)).toList()))
              .toList();
    }
    return all;
  }

  Acting answered(int write, Answer answer) {
    List<Answer> next = new ArrayList<>(answers);
    next.set(write, answer);
    return new Acting(writes, List.copyOf(next), ends);
  }

  boolean done() {
    return IntStream.range(0, answers.size()).noneMatch(this::outstanding);
  }

  /** How it ends, once every write is answered. */
  Conclusion end() {
    return Objects.requireNonNull(ends.get(answers));
  }

  /** Those that may be made now, in any order. */
  int[] open() {
    int round =
        IntStream.range(0, answers.size())
            .filter(this::outstanding)
            .map(it -> writes.get(it).round())
            .min()
            .orElseThrow();
    return IntStream.range(0, answers.size())
        .filter(it -> outstanding(it) && writes.get(it).round() == round)
        .toArray();
  }

  private boolean outstanding(int write) {
    Answer answer = answers.get(write);
    return answer == Answer.Outstanding || answer == Answer.Guarded;
  }

  Acting loadChanged(WorkloadKey key) {
    return based(write -> write.loadChanged(key));
  }

  Acting podChanged(String pod) {
    return based(write -> write.podChanged(pod));
  }

  private Acting based(UnaryOperator<Write> turn) {
    return new Acting(writes.stream().map(turn).toList(), answers, ends);
  }

  Acting shifted(Duration by) {
    Map<List<Answer>, Conclusion> later = new HashMap<>();
    ends.forEach((way, end) -> later.put(way, end.shifted(by)));
    return new Acting(writes, answers, later);
  }
}
