package dev.releaserecord.kube.lease;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leader election by one Lease. The leader renews it three times per lease time by an update and
 * sends nothing else; followers watch it and send nothing at all. Losing the lease does not end the
 * process: it follows, and may lead again.
 *
 * <p>Needs get, list, watch, create and update on leases in the lease's namespace.
 */
public final class LeaseElection implements Leadership, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseElection.class);

  /**
   * How long a clean stop waits for the lease to be given away; after that it runs out by itself.
   */
  private static final Duration RELEASE_WITHIN = Duration.ofSeconds(1);

  private final LeaseName name;
  private final LeasePort port;
  private final Elector elector;
  private final List<Runnable> onElected = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final AtomicReference<@Nullable Sight> latest = new AtomicReference<>();
  private final LongSupplier nanoTime;
  private boolean woken;
  private volatile boolean closing;
  private String lastTrouble = "";
  private @Nullable Thread thread;

  /** What the watch told last; only the newest matters. */
  private record Sight(Optional<LeaseView> lease, long atNanos) {}

  /** The lease, who asks for it and for how long. */
  public record LeaseName(String namespace, String name, String identity, Duration duration) {}

  /**
   * @param clock gives the times that stand in the lease, for people to read
   * @param nanoTime the monotonic clock by which leases end, {@link System#nanoTime()} but in tests
   */
  public LeaseElection(
      KubernetesClient client, LeaseName name, Clock clock, LongSupplier nanoTime) {
    this(
        name,
        new KubernetesLease(client, name.namespace(), name.name(), name.duration()),
        clock,
        nanoTime);
  }

  LeaseElection(LeaseName name, LeasePort port, Clock clock, LongSupplier nanoTime) {
    this.name = name;
    this.port = port;
    this.nanoTime = nanoTime;
    this.elector = new Elector(port, name.identity(), name.duration(), clock, nanoTime);
  }

  /** Begins to take part. May be called once. */
  public void start() {
    // A platform thread: hundreds of busy virtual threads must not make a renewal wait for a
    // carrier.
    thread = Thread.ofPlatform().name("lease").daemon().start(this::run);
  }

  @Override
  public boolean mayWrite() {
    return elector.holds();
  }

  @Override
  public void onElected(Runnable action) {
    onElected.add(action);
    if (mayWrite()) {
      tell(action);
    }
  }

  /**
   * Stops writing at once and gives the lease away, so that a follower takes over without waiting
   * for its end. Returns within about a second even if the API server gives no answer.
   */
  @Override
  public void close() throws InterruptedException {
    elector.shut();
    closing = true;
    wake();
    if (thread != null && !ended.await(RELEASE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("Lease {}: not released in time, it ends by itself", name.name());
    }
  }

  private void run() {
    try (AutoCloseable _ = port.watch(this::saw)) {
      while (!closing) {
        Sight sight = latest.getAndSet(null);
        if (sight != null) {
          elector.saw(sight.lease(), sight.atNanos());
        }
        Elector.Step step = elector.step();
        tell(step.change());
        sleep(step.pause());
      }
      elector.release();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("The leader election ended", e);
    } finally {
      elector.shut();
      ended.countDown();
    }
  }

  private void saw(Optional<LeaseView> lease) {
    latest.set(new Sight(lease, nanoTime.getAsLong()));
    wake();
  }

  private void wake() {
    lock.lock();
    try {
      woken = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void sleep(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!woken && left > 0) {
        left = news.awaitNanos(left);
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }

  private void tell(Elector.@Nullable Change change) {
    switch (change) {
      case null -> {}
      case Elector.Change.Elected(int transitions) -> {
        lastTrouble = "";
        LOG.info("Lease {}: leading as {} (term {})", name.name(), name.identity(), transitions);
        onElected.forEach(LeaseElection::tell);
      }
      case Elector.Change.Lost(String why) ->
          LOG.warn("Lease {}: lost, {}; nothing is written until it is won back", name.name(), why);
      case Elector.Change.Following(String leader) ->
          LOG.info("Lease {}: {} leads, this process stands by", name.name(), leader);
      case Elector.Change.Trouble(String why) -> {
        if (!why.equals(lastTrouble)) {
          LOG.warn("Lease {}: {}", name.name(), why);
        }
        lastTrouble = why;
      }
    }
  }

  private static void tell(Runnable action) {
    Thread.ofVirtual().name("elected").start(action);
  }
}
