package dev.releaserecord.controller;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.kube.write.EventWriter;
import dev.releaserecord.kube.write.StatusWriter;
import dev.releaserecord.status.Announcements;
import dev.releaserecord.status.event.EventDraft;
import dev.releaserecord.telemetry.FailureReason;
import dev.releaserecord.telemetry.ReleaseMetrics;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what passes found and did, behind them: the status of a record of 250 services costs the
 * API server as much as 60 pins, and the next image to be set back must not wait for it. The newest
 * status wins; events are written in their order, before the status that follows from them. What
 * cannot be written is tried again without end.
 */
final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final Duration SHORTEST_GAP = Duration.ofMillis(100);
  private static final Duration PROGRESS_GAP = Duration.ofMillis(500);
  private static final Duration LONGEST_GAP = Duration.ofSeconds(2);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final StatusWriter statuses;
  private final EventWriter events;
  private final ReleaseMetrics metrics;
  private final LongSupplier nanoTime;
  private final Map<String, Desk> desks = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("publish-", 0).factory());

  Publisher(
      StatusWriter statuses, EventWriter events, ReleaseMetrics metrics, LongSupplier nanoTime) {
    this.statuses = statuses;
    this.events = events;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  /**
   * What was said last of a record.
   *
   * @param recorded whether it stands in the cluster
   */
  record Said(ReleaseRecordStatus status, boolean recorded) {}

  /** What was said last of a record, be it written or not. */
  Said current(ReleaseRecord record) {
    Desk desk = desks.get(record.getMetadata().getUid());
    ReleaseRecordStatus unwritten = desk == null ? null : desk.unwritten();
    return unwritten == null
        ? new Said(statuses.current(record), true)
        : new Said(unwritten, false);
  }

  /** Returns at once. */
  void publish(ReleaseRecord record, ReleaseRecordStatus next, List<EventDraft> drafts) {
    desks.computeIfAbsent(record.getMetadata().getUid(), _ -> new Desk()).put(record, next, drafts);
  }

  /** A record that is gone. */
  void forget(String uid) {
    statuses.forget(uid);
    Desk desk = desks.remove(uid);
    if (desk != null) {
      desk.clear();
    }
  }

  /** What was not written by then is told by whoever leads next. */
  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
  }

  /** What is still to be said of one record. */
  private final class Desk {

    private @Nullable ReleaseRecord record;
    private @Nullable ReleaseRecordStatus status;
    private List<EventDraft> drafts = new ArrayList<>();
    private boolean busy;
    private long rested = nanoTime.getAsLong();
    private long notBefore = rested;
    private Announcements told = Announcements.NONE;
    private int failures;

    synchronized void put(
        ReleaseRecord newRecord, ReleaseRecordStatus next, List<EventDraft> more) {
      record = newRecord;
      status = next;
      drafts.addAll(more);
      hurry();
      if (!busy) {
        busy = true;
        threads.execute(this::work);
      }
    }

    /** Somebody waits for what was not told yet; progress may be told a little later. */
    private void hurry() {
      if (status != null
          && failures == 0
          && notBefore - rested > 0
          && Announcements.of(status).urgentAfter(told)) {
        notBefore = rested;
        notifyAll();
      }
    }

    synchronized @Nullable ReleaseRecordStatus unwritten() {
      return status;
    }

    synchronized void clear() {
      status = null;
      drafts = new ArrayList<>();
    }

    private void work() {
      try {
        while (awaitWork()) {
          write();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized boolean awaitWork() throws InterruptedException {
      while (status != null && !closed) {
        long wait = notBefore - nanoTime.getAsLong();
        if (wait <= 0) {
          return true;
        }
        wait(Math.max(1, wait / 1_000_000));
      }
      busy = false;
      return false;
    }

    private void write() {
      ReleaseRecord of;
      ReleaseRecordStatus next;
      List<EventDraft> said;
      synchronized (this) {
        of = record;
        next = status;
        said = drafts;
        drafts = new ArrayList<>();
      }
      if (of == null || next == null) {
        return;
      }
      long begun = nanoTime.getAsLong();
      said.forEach(draft -> tell(of, draft));
      try {
        statuses.write(of, next);
        written(next, begun);
      } catch (KubernetesClientException e) {
        failed(of, ApiFailure.of(e));
      } catch (RuntimeException e) {
        // One that is not expected must not silence this record for ever.
        if (!closed) {
          failed(of, new ApiFailure.Unavailable(e.getClass().getSimpleName()));
        }
      }
    }

    private void tell(ReleaseRecord of, EventDraft draft) {
      try {
        events.write(of, draft);
      } catch (RuntimeException e) {
        // Nor must one of an event, which nobody misses as much.
        if (!closed) {
          LOG.warn("event {} was not written: {}", draft.reason(), e.getClass().getSimpleName());
        }
      }
    }

    /**
     * A fifth of the time at the most goes into writing the same record's status, whoever waits for
     * it; and where nobody does, it is written twice a second: the rollouts that it tells of need
     * the API server too.
     */
    private synchronized void written(ReleaseRecordStatus what, long begun) {
      long now = nanoTime.getAsLong();
      long rest = Math.min(4 * (now - begun), LONGEST_GAP.toNanos());
      rested = now + Math.max(rest, SHORTEST_GAP.toNanos());
      notBefore = now + Math.max(rest, PROGRESS_GAP.toNanos());
      failures = 0;
      told = Announcements.of(what);
      if (status == what) {
        status = null;
      }
      hurry();
    }

    private synchronized void failed(ReleaseRecord of, ApiFailure failure) {
      if (failure instanceof ApiFailure.NotFound || failure instanceof ApiFailure.Superseded) {
        status = null;
        return;
      }
      var meta = of.getMetadata();
      LOG.warn(
          "the status of {}/{} could not be written: {}; trying again",
          meta.getNamespace(),
          meta.getName(),
          failure.message());
      metrics.failed(meta.getNamespace(), meta.getName(), reason(failure));
      failures++;
      long doubled = FIRST_RETRY.toNanos() << Math.min(failures - 1, 20);
      long capped = Math.min(doubled, LONGEST_RETRY.toNanos());
      notBefore =
          nanoTime.getAsLong() + capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1);
    }
  }

  private static FailureReason reason(ApiFailure failure) {
    return switch (failure) {
      case ApiFailure.Forbidden _ -> FailureReason.Forbidden;
      case ApiFailure.Invalid _ -> FailureReason.Invalid;
      case ApiFailure.Conflict _,
          ApiFailure.Superseded _,
          ApiFailure.NotFound _,
          ApiFailure.AlreadyExists _ ->
          FailureReason.Conflict;
      case ApiFailure.Unavailable _ -> FailureReason.Unavailable;
    };
  }
}
