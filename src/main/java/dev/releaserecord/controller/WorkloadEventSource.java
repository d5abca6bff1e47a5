package dev.releaserecord.controller;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.kube.cache.ClusterCache;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns changes of workloads and pods into passes over the records that name them.
 *
 * <p>A changed image passes at once; everything else of a record is gathered for a moment, or a
 * rollout of many pods would make a pass for each of them. A record that changes or goes also wakes
 * the records that claim the same workloads.
 */
final class WorkloadEventSource extends AbstractEventSource<Workload, ReleaseRecord>
    implements ResourceEventAware<ReleaseRecord>, ClusterCache.Listener {

  /** So many times as long as a pass thought, nothing is thought. */
  private static final int PAUSE = 9;

  private static final Duration SHORTEST = Duration.ofMillis(20);

  private final Claims claims;
  private final Arrivals arrivals;
  private final Duration gather;
  private final Consumer<ReleaseRecord> gone;
  private final Set<ResourceID> gathered = ConcurrentHashMap.newKeySet();
  private final Map<ResourceID, Duration> pauses = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gather-events").factory());
  private volatile ClusterCache cache;

  /**
   * @param gone told of every record that was deleted
   */
  @SuppressWarnings("NullAway.Init") // the cache needs this source as its listener: see attach
  WorkloadEventSource(
      Claims claims, Arrivals arrivals, Duration gather, Consumer<ReleaseRecord> gone) {
    super(Workload.class, "workloads");
    this.claims = claims;
    this.arrivals = arrivals;
    this.gather = gather;
    this.gone = gone;
  }

  /** Gives the source the cache that it starts and stops; before {@link #start}. */
  void attach(ClusterCache newCache) {
    this.cache = newCache;
  }

  @Override
  public synchronized void start() {
    cache.start();
    super.start();
  }

  @Override
  public synchronized void stop() {
    super.stop();
    timer.shutdownNow();
    cache.stop();
  }

  @Override
  public Status getStatus() {
    return cache.running() ? Status.HEALTHY : Status.UNHEALTHY;
  }

  @Override
  public Set<Workload> getSecondaryResources(ReleaseRecord record) {
    return Set.of();
  }

  @Override
  public void changed(String namespace, WorkloadKey workload, boolean urgent) {
    if (!isRunning()) {
      return;
    }
    for (ReleaseRecord record : claims.of(namespace, workload)) {
      ResourceID id = ResourceID.fromResource(record);
      if (urgent) {
        arrivals.saw(id);
        wake(id);
      } else {
        wakeSoon(id);
      }
    }
  }

  @Override
  public void gateTurned(String namespace, @Nullable String record) {
    if (isRunning()) {
      claims
          .all()
          .map(ResourceID::fromResource)
          .filter(id -> namespace.equals(id.getNamespace().orElse("")))
          .filter(id -> record == null || record.equals(id.getName()))
          .forEach(
              id -> {
                arrivals.saw(id);
                wake(id);
              });
    }
  }

  void wake(ResourceID record) {
    getEventHandler().handleEvent(new Event(record));
  }

  /** With what else happens to it within a moment. */
  void wakeSoon(ResourceID record) {
    if (gathered.add(record)) {
      timer.schedule(
          () -> {
            gathered.remove(record);
            wake(record);
          },
          pauses.getOrDefault(record, gather).toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Told how long a pass has thought about a record: what costs little may be done more often. A
   * tenth of the time at the most goes into passes that nobody hurries.
   */
  void thought(ResourceID record, Duration time) {
    pauses.put(record, pause(time, gather));
  }

  static Duration pause(Duration thought, Duration longest) {
    Duration pause = thought.multipliedBy(PAUSE);
    Duration least = pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
    return least.compareTo(longest) < 0 ? least : longest;
  }

  /** A record that is gone. */
  void forget(ResourceID record) {
    pauses.remove(record);
  }

  @Override
  public void onResourceCreated(ReleaseRecord record) {
    arrivals.saw(ResourceID.fromResource(record));
    wakeRivals(record);
  }

  @Override
  public void onResourceUpdated(ReleaseRecord now, ReleaseRecord before) {
    if (java.util.Objects.equals(
        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())) {
      return;
    }
    arrivals.saw(ResourceID.fromResource(now));
    wakeRivals(now);
    wakeRivals(before);
  }

  @Override
  public void onResourceDeleted(ReleaseRecord record) {
    gone.accept(record);
    wakeRivals(record);
  }

  private void wakeRivals(ReleaseRecord record) {
    if (isRunning()) {
      claims.rivals(record).map(ResourceID::fromResource).distinct().forEach(this::wake);
    }
  }
}
