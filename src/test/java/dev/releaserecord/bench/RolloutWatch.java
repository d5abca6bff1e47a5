package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a namespace showed that its Deployments had the images that are waited for, and that all
 * pods were then of that template and available.
 */
final class RolloutWatch implements AutoCloseable {

  private static final Duration LONG = Duration.ofMinutes(2);

  private final Map<String, String> wanted = new HashMap<>();
  private final Map<String, Long> pinned = new HashMap<>();
  private final Map<String, Long> complete = new HashMap<>();
  private final Watch watch;

  RolloutWatch(KubernetesClient client, String namespace) {
    watch = client.apps().deployments().inNamespace(namespace).watch(new Telling<>(this::saw));
  }

  private synchronized void saw(Deployment deployment) {
    long now = System.nanoTime();
    String name = deployment.getMetadata().getName();
    String image =
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    if (image.equals(wanted.get(name))) {
      pinned.putIfAbsent(name, now);
      if (complete(deployment)) {
        complete.putIfAbsent(name, now);
      }
    }
  }

  /** As {@code kubectl rollout status} has it, for one replica. */
  private static boolean complete(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    return status != null
        && Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())
        && one(status.getReplicas())
        && one(status.getUpdatedReplicas())
        && one(status.getAvailableReplicas());
  }

  private static boolean one(@Nullable Integer count) {
    return count != null && count == 1;
  }

  /** From now on these are waited for, by name. */
  synchronized void expect(Map<String, String> images) {
    wanted.clear();
    pinned.clear();
    complete.clear();
    wanted.putAll(images);
  }

  void awaitComplete() {
    await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(this::allComplete);
  }

  private synchronized boolean allComplete() {
    return complete.size() == wanted.size();
  }

  /** When the last of the images was there, by {@link System#nanoTime()}. */
  synchronized long lastPinned() {
    return pinned.values().stream().mapToLong(it -> it).max().orElseThrow();
  }

  /** When the last of them was rolled out. */
  synchronized long lastComplete() {
    return complete.values().stream().mapToLong(it -> it).max().orElseThrow();
  }

  @Override
  public void close() {
    watch.close();
  }
}
