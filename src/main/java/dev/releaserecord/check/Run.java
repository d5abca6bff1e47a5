package dev.releaserecord.check;

import dev.releaserecord.plan.check.CheckAnswer;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A check that runs, or did. */
final class Run {

  private volatile @Nullable CheckAnswer answer;
  private volatile @Nullable Future<?> work;

  void is(Future<?> newWork) {
    work = newWork;
  }

  void answered(CheckAnswer newAnswer) {
    answer = newAnswer;
  }

  /** Null while it runs. */
  @Nullable CheckAnswer answer() {
    return answer;
  }

  /** Nobody wants it any more. */
  void end() {
    Future<?> running = work;
    if (running != null) {
      running.cancel(true);
    }
  }
}
