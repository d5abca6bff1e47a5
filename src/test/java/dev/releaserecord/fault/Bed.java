package dev.releaserecord.fault;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.releaserecord.api.ReleaseApproval;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NamespaceLease;
import dev.releaserecord.fault.proxy.Upstream;
import dev.releaserecord.fault.recorder.Recorder;
import dev.releaserecord.loop.LocalOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.LoggerFactory;

/**
 * What all runs share. A run has a namespace to itself; another may have it after it, emptied: to
 * make and delete one costs more than a run.
 */
final class Bed implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Class<?> suite;
  private final Upstream upstream;
  private final Recorder recorder;
  private final OldHand oldHand;
  private final Queue<NamespaceLease> all = new ConcurrentLinkedQueue<>();
  private final Queue<NamespaceLease> free = new ConcurrentLinkedQueue<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level before = log.getLevel();
  private final ExecutorService undertakers = Executors.newVirtualThreadPerTaskExecutor();

  Bed(Cluster cluster, Class<?> suite) {
    this.cluster = cluster;
    this.suite = suite;
    this.upstream = Upstream.of(cluster.kubeconfig());
    this.recorder = Recorder.start(cluster.client());
    this.oldHand = OldHand.start();
  }

  Upstream upstream() {
    return upstream;
  }

  Recorder recorder() {
    return recorder;
  }

  /** Where somebody answers who never becomes another version. */
  String oldHand() {
    return oldHand.url();
  }

  /** The user's client, of no namespace. */
  KubernetesClient client() {
    return cluster.client();
  }

  /** Operators and clients rightly warn of every trouble, which is thousands of lines. */
  Bed quietly() {
    log.setLevel(Level.ERROR);
    return this;
  }

  /** An empty namespace that nobody else looks at. */
  NamespaceLease take() {
    NamespaceLease emptied = free.poll();
    if (emptied != null) {
      return emptied;
    }
    NamespaceLease made = NamespaceLease.take(cluster, suite);
    all.add(made);
    return made;
  }

  /** Empties a namespace behind the runs; one that cannot be emptied is not used again. */
  void giveBack(NamespaceLease lease) {
    undertakers.execute(
        () -> {
          empty(lease.namespace().name());
          free.add(lease);
        });
  }

  private void empty(String namespace) {
    var records = client().resources(ReleaseRecord.class).inNamespace(namespace);
    var apps = client().apps();
    records.delete();
    // Whoever would take the finalizer off is dead.
    records
        .list()
        .getItems()
        .forEach(
            it ->
                records
                    .withName(it.getMetadata().getName())
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"finalizers\":null}}"));
    client().resources(ReleaseApproval.class).inNamespace(namespace).delete();
    apps.deployments().inNamespace(namespace).delete();
    apps.statefulSets().inNamespace(namespace).delete();
    apps.daemonSets().inNamespace(namespace).delete();
    apps.controllerRevisions().inNamespace(namespace).delete();
    client().batch().v1().cronjobs().inNamespace(namespace).delete();
    client().batch().v1().jobs().inNamespace(namespace).delete();
    client().secrets().inNamespace(namespace).delete();
    client().events().v1().events().inNamespace(namespace).delete();
    await(namespace + " emptied")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                client().pods().inNamespace(namespace).list().getItems().isEmpty()
                    && records.list().getItems().isEmpty());
  }

  /** Stops an operator that is cut off, behind the runs: it waits for answers that never come. */
  void abandon(LocalOperator operator) {
    undertakers.execute(operator::close);
  }

  @Override
  public void close() {
    undertakers.close();
    all.forEach(NamespaceLease::close);
    recorder.close();
    oldHand.close();
    log.setLevel(before);
  }
}
