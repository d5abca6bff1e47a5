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
    Outstanding
  }

  /** What may become of one. */
  private static final List<Answer> OUTCOMES =
      List.of(Answer.Applied, Answer.Superseded, Answer.Unavailable);

  /**
   * A patch of a workload.
   *
   * @param uid of the object that was looked at
   * @param images that it had
   */
  record Write(WorkloadKey workload, String patch, String uid, List<String> images) {}

  /**
   * How a pass ends.
   *
   * @param next the status, as far as anything reads it again
   * @param publish whether there is something to tell
   * @param again whether to look again at once: a write met something else, or had no answer
   * @param due when to look again with nothing having happened
   * @param wrong the invariant that the status breaks, null for none
   */
  record Conclusion(
      Told next,
      String summary,
      boolean publish,
      boolean again,
      @Nullable Instant due,
      @Nullable String wrong) {

    Conclusion shifted(Duration by) {
      Instant left = due == null ? null : due.minus(by);
      boolean over = left != null && !left.isAfter(Ages.NOW);
      return new Conclusion(
          next.shifted(by), summary, publish, again || over, over ? null : left, wrong);
    }
  }

  static Acting of(List<Write> writes, Map<List<Answer>, Conclusion> ends) {
    return new Acting(writes, Collections.nCopies(writes.size(), Answer.Outstanding), ends);
  }

  /** Every way in which so many writes can be answered. */
  static List<List<Answer>> allAnswers(int writes) {
    List<List<Answer>> all = List.of(List.of());
    for (int i = 0; i < writes; i++) {
      all =
          all.stream()
              .flatMap(
                  answers ->
                      OUTCOMES.stream()
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
    return !answers.contains(Answer.Outstanding);
  }

  /** How it ends, once every write is answered. */
  Conclusion end() {
    return Objects.requireNonNull(ends.get(answers));
  }

  /** Those that may be made now: CronJobs come after the others. */
  int[] open() {
    boolean running =
        IntStream.range(0, answers.size())
            .anyMatch(it -> outstanding(it) && writes.get(it).workload.kind().keepsPodsRunning());
    return IntStream.range(0, answers.size())
        .filter(
            it -> outstanding(it) && writes.get(it).workload.kind().keepsPodsRunning() == running)
        .toArray();
  }

  private boolean outstanding(int write) {
    return answers.get(write) == Answer.Outstanding;
  }

  Acting shifted(Duration by) {
    Map<List<Answer>, Conclusion> later = new HashMap<>();
    ends.forEach((way, end) -> later.put(way, end.shifted(by)));
    return new Acting(writes, answers, later);
  }
}
