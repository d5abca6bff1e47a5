package dev.releaserecord.app.check;

import dev.releaserecord.app.check.Result.Verdict;
import dev.releaserecord.check.Attempt;
import dev.releaserecord.check.Questioner;
import dev.releaserecord.check.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks all checks at the same time; Jobs are left out. */
final class Interview implements AutoCloseable {

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("check-", 0).factory());
  private final Questioner questioner;
  private final boolean wait;

  /**
   * @param wait whether what does not pass is asked again until its timeout is over
   */
  Interview(Surroundings surroundings, boolean linkLocal, boolean wait) {
    this.questioner = new Questioner(surroundings, linkLocal, threads);
    this.wait = wait;
  }

  /** In the order of the checks. */
  List<Result> of(List<Asked> checks) throws InterruptedException {
    List<Future<Result>> running = new ArrayList<>();
    for (Asked check : checks) {
      running.add(threads.submit(() -> ask(check)));
    }
    List<Result> results = new ArrayList<>();
    try {
      for (Future<Result> one : running) {
        results.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check was not asked", e.getCause());
    }
    return results;
  }

  private Result ask(Asked check) throws InterruptedException {
    if (check.isJob()) {
      return new Result(
          check, Verdict.NotAsked, "it is a Job, which the operator alone makes", Duration.ZERO);
    }
    long start = System.nanoTime();
    Attempt attempt =
        wait
            ? questioner.until(
                check.question(), start + check.question().spec().timeoutOrDefault().toNanos())
            : questioner.once(check.question());
    return new Result(
        check, verdict(attempt), attempt.message(), Duration.ofNanos(System.nanoTime() - start));
  }

  private static Verdict verdict(Attempt attempt) {
    return switch (attempt.outcome()) {
      case Passed -> Verdict.Passed;
      case Failed -> Verdict.Failed;
      case Errored, Pending -> Verdict.Errored;
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
