package dev.releaserecord.fault;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NamespaceLease;
import dev.releaserecord.fault.proxy.Upstream;
import dev.releaserecord.fault.recorder.Recorder;
import dev.releaserecord.loop.LocalOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What all runs share. A run has a namespace to itself; another may have it after it, emptied: to
 * make and delete one costs more than a run.
 */
final class Bed implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Upstream upstream;
  private final Recorder recorder;
  private final Queue<NamespaceLease> all = new ConcurrentLinkedQueue<>();
  private final Queue<NamespaceLease> free = new ConcurrentLinkedQueue<>();
  private final ExecutorService undertakers = Executors.newVirtualThreadPerTaskExecutor();

  Bed(Cluster cluster) {
    this.cluster = cluster;
    this.upstream = Upstream.of(cluster.kubeconfig());
    this.recorder = Recorder.start(cluster.client());
  }

  Upstream upstream() {
    return upstream;
  }

  Recorder recorder() {
    return recorder;
  }

  /** The user's client, of no namespace. */
  KubernetesClient client() {
    return cluster.client();
  }

  /** An empty namespace that nobody else looks at. */
  NamespaceLease take() {
    NamespaceLease emptied = free.poll();
    if (emptied != null) {
      return emptied;
    }
    NamespaceLease made = NamespaceLease.take(cluster, FaultMatrixIT.class);
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
    apps.deployments().inNamespace(namespace).delete();
    apps.statefulSets().inNamespace(namespace).delete();
    apps.daemonSets().inNamespace(namespace).delete();
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
  }
}
