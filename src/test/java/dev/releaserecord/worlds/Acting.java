package dev.releaserecord.worlds;

import dev.releaserecord.rollout.WorkloadKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pass whose writes are under way. What it saw is not kept: how it ends is known by the answers.
 *
 * @param writes in the order of the plan
 * @param answers one for each write
 * @param ends how the pass ends, by the answers: see {@link #end}
 */
record Acting(List<Write> writes, List<Answer> answers, List<Conclusion> ends) {

  /** What became of a write. */
  enum Answer {
    Applied,
    Superseded,
    Unavailable,
    Outstanding
  }

  private static final int OUTCOMES = Answer.Outstanding.ordinal();

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

  static Acting of(List<Write> writes, List<Conclusion> ends) {
    return new Acting(writes, Collections.nCopies(writes.size(), Answer.Outstanding), ends);
  }

  /** Every way in which so many writes can be answered, in the order of {@code ends}. */
  static List<List<Answer>> allAnswers(int writes) {
    int ways = (int) Math.pow(OUTCOMES, writes);
    return IntStream.range(0, ways).mapToObj(way -> answers(writes, way)).toList();
  }

  private static List<Answer> answers(int writes, int way) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0, rest = way; i < writes; i++, rest /= OUTCOMES) {
      answers.add(Answer.values()[rest % OUTCOMES]);
    }
    return List.copyOf(answers);
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
    int way = 0;
    for (int i = answers.size() - 1; i >= 0; i--) {
      way = way * OUTCOMES + answers.get(i).ordinal();
    }
    return ends.get(way);
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
    return new Acting(writes, answers, ends.stream().map(it -> it.shifted(by)).toList());
  }
}
