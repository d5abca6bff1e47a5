package dev.releaserecord.kube.evidence;

import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.rollout.Termination;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Takes evidence of broken containers, side by side; what cannot be read is said, not thrown. */
public final class EvidenceTaker {

  private static final int AT_ONCE = 8;

  /** A node that is gone answers no request for a log: the API server waits for it much longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A right that was missing may be there by then; each attempt is a few requests. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private static final int REMEMBERED = 1_000;

  private final KubernetesClient client;
  private final Duration patience;

  /** When a run was read last, by {@link System#nanoTime()}; the oldest are forgotten. */
  private final Map<Run, Long> read =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Run, Long> eldest) {
              return size() > REMEMBERED;
            }
          });

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private record Run(String pod, String container, String id, @Nullable Instant end) {

    static Run of(EvidenceWanted wanted) {
      Termination end = wanted.end();
      return new Run(wanted.pod().uid(), wanted.container(), end.containerId(), end.finishedAt());
    }
  }

  public EvidenceTaker(KubernetesClient client) {
    this(client, PATIENCE);
  }

  /**
   * @param patience how long all that is wanted at once may take
   */
  EvidenceTaker(KubernetesClient client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  /**
   * In the order of what is wanted, without what was looked for in vain a moment ago.
   *
   * @throws InterruptedException if the thread is told to stop
   */
  public List<EvidenceTaken> takeAll(String namespace, List<EvidenceWanted> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    List<Callable<EvidenceTaken>> tasks =
        wanted.stream()
            .filter(this::due)
            .map(it -> new EvidenceReader(client, namespace, it))
            .<Callable<EvidenceTaken>>map(reader -> () -> bounded(reader, end))
            .toList();
    List<EvidenceTaken> taken = new ArrayList<>(tasks.size());
    for (Future<EvidenceTaken> done : threads.invokeAll(tasks)) {
      try {
        taken.add(done.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("evidence was not taken", e.getCause());
      }
    }
    return taken;
  }

  private boolean due(EvidenceWanted wanted) {
    long now = System.nanoTime();
    Long before = read.get(Run.of(wanted));
    boolean due = !wanted.again() || before == null || now - before >= AGAIN.toNanos();
    if (due) {
      read.put(Run.of(wanted), now);
    }
    return due;
  }

  /** Whoever waits for a place waits for nodes that are gone as well. */
  private EvidenceTaken bounded(EvidenceReader reader, long end) throws InterruptedException {
    if (!places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return late(reader);
    }
    try {
      return take(reader, end);
    } finally {
      places.release();
    }
  }

  private EvidenceTaken take(EvidenceReader reader, long end) throws InterruptedException {
    Future<EvidenceTaken> reading = threads.submit(reader::read);
    try {
      return reading.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return late(reader);
    } catch (ExecutionException e) {
      // Its message may quote what was read.
      return reader.soFar("a fault of the operator, " + name(e));
    } finally {
      reading.cancel(true);
    }
  }

  private EvidenceTaken late(EvidenceReader reader) {
    return reader.soFar("no answer within " + patience.toSeconds() + " s");
  }

  private static String name(ExecutionException e) {
    return e.getCause() == null ? "unnamed" : e.getCause().getClass().getSimpleName();
  }
}
