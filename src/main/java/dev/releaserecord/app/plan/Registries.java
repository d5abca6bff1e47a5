package dev.releaserecord.app.plan;

import dev.releaserecord.check.registry.Keyrings;
import dev.releaserecord.check.registry.RegistryAsker;
import dev.releaserecord.plan.pull.Pull;
import dev.releaserecord.plan.pull.PullReply;
import dev.releaserecord.plan.release.Release;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The registries, asked as the operator asks them, and waited for. */
final class Registries implements AutoCloseable {

  /** Longer than the asker takes before it says itself that nobody knows. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final RegistryAsker asker;
  private final Object answered = new Object();
  private final Set<Pull> asked = new LinkedHashSet<>();

  /**
   * @param plainHttp those that are spoken to without TLS
   */
  Registries(Keyrings keyrings, Set<String> plainHttp, Clock clock) {
    this.asker = new RegistryAsker(keyrings, plainHttp, clock, _ -> wake());
  }

  private void wake() {
    synchronized (answered) {
      answered.notifyAll();
    }
  }

  /** Returns at once. */
  void ask(Release.Identity record, List<Pull> pulls) {
    asked.addAll(pulls);
    asker.ask(record, pulls, false);
  }

  /** Returns when all that was asked is answered, or is no more to be waited for. */
  void await() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (answered) {
      while (!replies().keySet().containsAll(asked)) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          return;
        }
        answered.wait(left);
      }
    }
  }

  /** All answers so far. */
  Map<Pull, PullReply> replies() {
    return asker.replies();
  }

  @Override
  public void close() {
    asker.close();
  }
}
