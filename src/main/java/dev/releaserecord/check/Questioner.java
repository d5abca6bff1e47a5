package dev.releaserecord.check;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckSpec;
import dev.releaserecord.check.http.AddressGuard;
import dev.releaserecord.check.http.Deadline;
import dev.releaserecord.check.http.NotAsked;
import dev.releaserecord.check.http.Probe;
import dev.releaserecord.kube.evidence.Discretion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Asks checks over HTTP and TCP. Of what the other side wrote nothing is shown that looks like a
 * credential.
 */
public final class Questioner {

  /** Attempts, of all records. */
  private static final int AT_ONCE = 32;

  private static final Duration ATTEMPT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Probe probe;
  private final HttpAttempts http;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  /**
   * @param linkLocal whether link-local and metadata addresses may be asked
   * @param threads for endpoints that are asked at the same time; closed by whoever made it
   */
  public Questioner(Surroundings surroundings, boolean linkLocal, ExecutorService threads) {
    this.probe = new Probe(new AddressGuard(linkLocal), Discretion::of);
    this.http = new HttpAttempts(surroundings, probe, threads);
  }

  /** Asks once, for ten seconds at the most. */
  public Attempt once(Question question) throws InterruptedException {
    return attempt(question, () -> ATTEMPT);
  }

  /**
   * Asks again and again until it passes or the time is over; the last attempt counts.
   *
   * @param end by {@link System#nanoTime()}
   */
  public Attempt until(Question question, long end) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      Attempt attempt = attempt(question, () -> rest(end));
      long left = end - System.nanoTime();
      if (attempt.outcome() == CheckOutcome.Passed || left <= pause.toNanos()) {
        return attempt;
      }
      Thread.sleep(pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
  }

  private static Duration rest(long end) {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    return left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT;
  }

  /**
   * @param time asked for only when there is a place
   */
  private Attempt attempt(Question question, Supplier<Duration> time) throws InterruptedException {
    places.acquire();
    try {
      Deadline deadline = Deadline.in(time.get());
      CheckSpec spec = question.spec();
      if (spec.http() != null) {
        return http.ask(question, spec.http(), deadline);
      }
      if (spec.tcp() != null) {
        List<String> wrong = probe.tcp(spec.tcp().host(), spec.tcp().port(), deadline);
        return wrong.isEmpty() ? Attempt.PASSED : Attempt.failed(wrong.getFirst());
      }
      return Attempt.errored("it asks nothing: write one of http, job and tcp");
    } catch (NotAsked e) {
      return Attempt.errored(e.why());
    } finally {
      places.release();
    }
  }
}
