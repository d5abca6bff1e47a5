package dev.releaserecord.bench;

import dev.releaserecord.bench.raw.RawRestarter;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a namespace showed, since it was last told to forget, that a Secret was written, that a
 * template was annotated for it, and that all pods were then of that template and available. What
 * concerns Deployments comes in the order of the API server's writes.
 */
final class RestartWatch implements AutoCloseable {

  private static final List<String> ANNOTATIONS =
      List.of("releaserecord.dev/restarted-for", RawRestarter.ANNOTATION);

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Long> generations = new HashMap<>();
  private final Map<String, Long> written = new HashMap<>();
  private final Map<String, Long> restarted = new HashMap<>();
  private final Map<String, Long> well = new HashMap<>();
  private final Watch secrets;
  private final Watch deployments;

  RestartWatch(KubernetesClient client, String namespace) {
    secrets = client.secrets().inNamespace(namespace).watch(new Telling<>(this::secret));
    deployments =
        client.apps().deployments().inNamespace(namespace).watch(new Telling<>(this::deployment));
  }

  private synchronized void secret(Secret secret) {
    written.putIfAbsent(secret.getMetadata().getName(), System.nanoTime());
  }

  private synchronized void deployment(Deployment deployment) {
    long now = System.nanoTime();
    String name = deployment.getMetadata().getName();
    String value = value(deployment);
    generations.put(name, deployment.getMetadata().getGeneration());
    if (!value.equals(Objects.requireNonNullElse(values.put(name, value), ""))) {
      restarted.putIfAbsent(name, now);
    }
    if (restarted.containsKey(name) && complete(deployment)) {
      well.putIfAbsent(name, now);
    }
  }

  private static String value(Deployment deployment) {
    Map<String, String> notes = deployment.getSpec().getTemplate().getMetadata().getAnnotations();
    return ANNOTATIONS.stream().map(notes::get).filter(Objects::nonNull).findFirst().orElse("");
  }

  /** As {@code kubectl rollout status} has it, for one replica. */
  private static boolean complete(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    return Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())
        && one(status.getReplicas())
        && one(status.getUpdatedReplicas())
        && one(status.getAvailableReplicas());
  }

  private static boolean one(@Nullable Integer count) {
    return count != null && count == 1;
  }

  synchronized void forget() {
    written.clear();
    restarted.clear();
    well.clear();
  }

  synchronized boolean allWell(Collection<String> names) {
    return well.keySet().containsAll(names);
  }

  synchronized int restarts() {
    return restarted.size();
  }

  /** Who was restarted, in that order. */
  synchronized List<String> order() {
    return restarted.keySet().stream().sorted(Comparator.comparing(this::restartedAt)).toList();
  }

  synchronized long writtenAt(String secret) {
    return Objects.requireNonNull(written.get(secret), secret);
  }

  synchronized long restartedAt(String name) {
    return Objects.requireNonNull(restarted.get(name), name);
  }

  synchronized long wellAt(String name) {
    return Objects.requireNonNull(well.get(name), name);
  }

  /** How often the spec of each was changed so far. */
  synchronized Map<String, Long> generations() {
    return Map.copyOf(generations);
  }

  @Override
  public void close() {
    secrets.close();
    deployments.close();
  }
}
