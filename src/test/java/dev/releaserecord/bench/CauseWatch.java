package dev.releaserecord.bench;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ServiceStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** When a namespace first showed that a pod broke, and when that a record names the cause. */
final class CauseWatch implements AutoCloseable {

  private final Map<String, Long> broken = new ConcurrentHashMap<>();
  private final Map<String, Long> named = new ConcurrentHashMap<>();
  private final Watch pods;
  private final Watch records;

  CauseWatch(KubernetesClient client, String namespace) {
    pods = client.pods().inNamespace(namespace).watch(new Telling<>(this::pod));
    records =
        client
            .resources(ReleaseRecord.class)
            .inNamespace(namespace)
            .watch(new Telling<>(this::record));
  }

  private void pod(Pod pod) {
    long now = System.nanoTime();
    boolean waits =
        pod.getStatus().getContainerStatuses().stream()
            .anyMatch(status -> status.getState().getWaiting() != null);
    if (waits) {
      broken.putIfAbsent(pod.getMetadata().getLabels().getOrDefault("app", ""), now);
    }
  }

  private void record(ReleaseRecord record) {
    long now = System.nanoTime();
    var status = record.getStatus();
    if (status == null) {
      return;
    }
    for (ServiceStatus service : status.services()) {
      if (service.cause() != null) {
        named.putIfAbsent(service.name() + " " + service.cause(), now);
      }
    }
    // As the raw program writes it.
    String summary = Objects.requireNonNullElse(status.summary(), "");
    named.putIfAbsent(summary.replaceAll(":.*", ""), now);
  }

  /** Whether both are known: what is broken may be shown here later than its name. */
  boolean hasNamed(String service, String what) {
    return broken.containsKey(service) && named.containsKey(what);
  }

  /**
   * Milliseconds from the broken pod to its name.
   *
   * @param what the service and, where it is told, the cause
   */
  double millis(String service, String what) {
    long from = Objects.requireNonNull(broken.get(service), service);
    return (Objects.requireNonNull(named.get(what), what) - from) / 1e6;
  }

  @Override
  public void close() {
    pods.close();
    records.close();
  }
}
