package dev.releaserecord.kube.evidence;

import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.action.EvidenceWanted;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes evidence of broken containers, side by side; what cannot be read is said, not thrown. */
public final class EvidenceTaker {

  private static final int AT_ONCE = 8;

  /** A node that is gone answers no request for a log: the API server waits for it much longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final Duration patience;
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public EvidenceTaker(KubernetesClient client) {
    this(client, PATIENCE);
  }

  /**
   * @param patience how long one container's evidence may take
   */
  EvidenceTaker(KubernetesClient client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  /** In the order of what is wanted. */
  public List<EvidenceTaken> takeAll(String namespace, List<EvidenceWanted> wanted)
      throws InterruptedException {
    List<Callable<EvidenceTaken>> tasks =
        wanted.stream().<Callable<EvidenceTaken>>map(it -> () -> bounded(namespace, it)).toList();
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

  private EvidenceTaken bounded(String namespace, EvidenceWanted wanted)
      throws InterruptedException {
    places.acquire();
    try {
      return take(new EvidenceReader(client, namespace, wanted));
    } finally {
      places.release();
    }
  }

  private EvidenceTaken take(EvidenceReader reader) throws InterruptedException {
    Future<EvidenceTaken> reading = threads.submit(reader::read);
    try {
      return reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return reader.soFar("no answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      // Its message may quote what was read.
      return reader.soFar("a fault of the operator, " + name(e));
    } finally {
      reading.cancel(true);
    }
  }

  private static String name(ExecutionException e) {
    return e.getCause() == null ? "unnamed" : e.getCause().getClass().getSimpleName();
  }
}
