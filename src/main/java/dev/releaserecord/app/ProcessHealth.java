package dev.releaserecord.app;

import dev.releaserecord.app.HttpEndpoints.Probe;
import dev.releaserecord.controller.Health;
import dev.releaserecord.controller.ReleaseOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the probes are told. Alive means that work progresses; a thread that died of an error it did
 * not catch leaves a process that looks alive and does half of its work, so that counts as dead.
 */
final class ProcessHealth implements Thread.UncaughtExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessHealth.class);

  private volatile @Nullable ReleaseOperator operator;
  private volatile @Nullable String died;

  /** From now on the operator's own health is told. */
  void watch(ReleaseOperator started) {
    operator = started;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    LOG.error("Thread {} died", thread.getName(), error);
    died = "thread %s died of %s".formatted(thread.getName(), error.getClass().getSimpleName());
  }

  Probe alive() {
    String why = died;
    if (why != null) {
      return new Probe(false, why);
    }
    ReleaseOperator watched = operator;
    if (watched == null) {
      return new Probe(true, "starting");
    }
    Health health = watched.health();
    return new Probe(health.progressing(), health.progressing() ? "ok" : problems(health));
  }

  Probe ready() {
    ReleaseOperator watched = operator;
    if (watched == null) {
      return new Probe(false, "starting");
    }
    Health health = watched.health();
    return new Probe(health.synced(), health.synced() ? "ok" : problems(health));
  }

  private static String problems(Health health) {
    return health.problems().isEmpty()
        ? "caches are not in sync yet"
        : String.join("; ", health.problems());
  }
}
