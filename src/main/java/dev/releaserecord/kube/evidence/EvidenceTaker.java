package dev.releaserecord.kube.evidence;

import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.plan.action.EvidenceWanted.PlainKey;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /**
   * So long a pass waits: what is there by then stands in the same status as the cause, and most
   * kubelets answer sooner. What is not there holds up neither the cause nor the next image to be
   * set back; of a node that does not answer, each pass over its record waits this long.
   */
  private static final Duration LINGER = Duration.ofMillis(50);

  private final KubernetesClient client;
  private final Duration patience;
  private final Duration linger;

  /** When a run was read last, by {@link System#nanoTime()}. */
  private final Map<Run, Long> read = remembering();

  /** What is being read, or has been and nobody has asked for it since. */
  private final Map<Run, Future<EvidenceTaken>> readings = remembering();

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private record Run(
      String namespace,
      WorkloadKey workload,
      String pod,
      String container,
      String id,
      @Nullable Instant end,
      Set<PlainKey> plain) {

    static Run of(String namespace, EvidenceWanted wanted) {
      Termination end = wanted.end();
      return new Run(
          namespace,
          wanted.workload(),
          wanted.pod().uid(),
          wanted.container(),
          end.containerId(),
          end.finishedAt(),
          wanted.plain());
    }
  }

  /**
   * What there is so far of what was wanted.
   *
   * @param pending workloads of which something is still being read
   */
  public record Takings(List<EvidenceTaken> taken, Set<WorkloadKey> pending) {
    public Takings {
      taken = List.copyOf(taken);
      pending = Set.copyOf(pending);
    }
  }

  public EvidenceTaker(KubernetesClient client) {
    this(client, PATIENCE, LINGER);
  }

  /**
   * @param patience how long all that is wanted at once may take
   * @param linger how long to wait for it
   */
  EvidenceTaker(KubernetesClient client, Duration patience, Duration linger) {
    this.client = client;
    this.patience = patience;
    this.linger = linger;
  }

  /** The oldest are forgotten. */
  private static <T> Map<Run, T> remembering() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Run, T> eldest) {
            return size() > REMEMBERED;
          }
        });
  }

  /**
   * In the order of what is wanted, without what was looked for in vain a moment ago. What takes
   * longer is read on: whoever wants the same again is given it when it is there.
   *
   * @throws InterruptedException if the thread is told to stop
   */
  public Takings takeAll(String namespace, List<EvidenceWanted> wanted)
      throws InterruptedException {
    long now = System.nanoTime();
    Map<Run, Future<EvidenceTaken>> asked = new LinkedHashMap<>();
    for (EvidenceWanted it : wanted) {
      Run run = Run.of(namespace, it);
      Future<EvidenceTaken> reading = readings.get(run);
      if (reading == null && due(run, it, now)) {
        reading = begin(namespace, it, now + patience.toNanos());
        readings.put(run, reading);
      }
      if (reading != null) {
        asked.put(run, reading);
      }
    }
    return takings(asked, now + linger.toNanos());
  }

  /**
   * One, however long that takes within its bounds; not for a pass.
   *
   * @throws InterruptedException if the thread is told to stop
   */
  public EvidenceTaken take(String namespace, EvidenceWanted wanted) throws InterruptedException {
    EvidenceReader reader = new EvidenceReader(client, namespace, wanted);
    return bounded(reader, System.nanoTime() + patience.toNanos());
  }

  private Takings takings(Map<Run, Future<EvidenceTaken>> asked, long until)
      throws InterruptedException {
    List<EvidenceTaken> taken = new ArrayList<>(asked.size());
    Set<WorkloadKey> pending = new HashSet<>();
    for (Map.Entry<Run, Future<EvidenceTaken>> reading : asked.entrySet()) {
      try {
        taken.add(reading.getValue().get(until - System.nanoTime(), TimeUnit.NANOSECONDS));
        readings.remove(reading.getKey());
      } catch (TimeoutException e) {
        pending.add(reading.getKey().workload());
      } catch (ExecutionException e) {
        readings.remove(reading.getKey());
        throw new IllegalStateException("evidence was not taken", e.getCause());
      }
    }
    return new Takings(taken, pending);
  }

  private boolean due(Run run, EvidenceWanted wanted, long now) {
    Long before = read.get(run);
    boolean due = !wanted.again() || before == null || now - before >= AGAIN.toNanos();
    if (due) {
      read.put(run, now);
    }
    return due;
  }

  private Future<EvidenceTaken> begin(String namespace, EvidenceWanted wanted, long end) {
    EvidenceReader reader = new EvidenceReader(client, namespace, wanted);
    return threads.submit(() -> bounded(reader, end));
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
