package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.container.BuiltImage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operator as it is installed: a pod of its own image, by the manifests that are shipped, with
 * the rights that they grant and no other.
 */
final class PodOperator implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NAME = "release-operator";

  /** Where it was pushed to, by the kubeconfig of the cluster whose registry that is. */
  private static final Map<Path, String> PUSHED = new ConcurrentHashMap<>();

  private final Scene scene;
  private final Overlay overlay;
  private final AuditLog.Mark beginning;

  private PodOperator(Scene scene, Overlay overlay) {
    this.scene = scene;
    this.overlay = overlay;
    this.beginning = scene.audit().mark();
  }

  /**
   * Installs it in the namespace of the scene, and does not wait for it: who waits for what it does
   * waits for it, too.
   *
   * @param components of {@code helm-free-manifests/components}, beside the base
   */
  static PodOperator start(Scene scene, String... components) {
    String image = PUSHED.computeIfAbsent(scene.cluster().kubeconfig(), _ -> push(scene));
    PodOperator operator =
        new PodOperator(scene, Overlay.running(scene, image, "base", components));
    String folder = operator.overlay.folder().toString();
    scene.kubectl("apply", "--server-side", "--force-conflicts", "-k", folder);
    return operator;
  }

  private static String push(Scene scene) {
    String neighbour = new Builds(scene, NAME + "-neighbour").name();
    return BuiltImage.get().push(neighbour.substring(0, neighbour.indexOf('/') + 1) + NAME);
  }

  /** Waits until there is one, and no other that still ends. */
  Pod awaitReadyPod() {
    scene.kubectl("rollout", "status", "deployment/" + NAME, "--timeout=120s");
    return await()
        .atMost(PATIENCE)
        .pollInterval(Scene.POLL)
        .until(this::pods, it -> it.size() == 1 && !it.getFirst().isMarkedForDeletion())
        .getFirst();
  }

  private List<Pod> pods() {
    return scene
        .client()
        .pods()
        .withLabels(Map.of("app.kubernetes.io/name", NAME))
        .list()
        .getItems();
  }

  /**
   * The sum of all series of a metric, as whoever asks the pod for its metrics reads them.
   *
   * @param labels such as {@code reason="Forbidden"}; a series has to carry all of them
   */
  double metric(String name, String... labels) {
    KubernetesClient client = scene.client();
    String pod = pods().getFirst().getMetadata().getName();
    String path = "/api/v1/namespaces/%s/pods/%s:8080/proxy/metrics";
    String text = client.raw(path.formatted(scene.namespace(), pod));
    assertThat(text).contains("# TYPE releaserecord_");
    return new Exposition(Objects.requireNonNull(text)).sum(name, labels);
  }

  /** Its own requests since then, by its account. */
  List<AuditLog.Request> requestsSince(AuditLog.Mark mark) {
    return scene.audit().requestsSince(mark).stream()
        .filter(it -> it.user().equals(overlay.user()))
        .toList();
  }

  /** Its own patches of that workload since then, refused ones included. */
  List<AuditLog.Request> patchesSince(AuditLog.Mark mark, String resource, String name) {
    return requestsSince(mark).stream()
        .filter(it -> it.verb().equals("patch"))
        .filter(it -> it.resource().equals(resource) && it.name().equals(name))
        .toList();
  }

  /** It is ready, with no error in its log, and lacked no right since it was installed. */
  void assertNothingWentWrong() {
    assertNothingWentWrong(scene.kubectl("logs", awaitReadyPod().getMetadata().getName()));
    assertThat(scene.audit().usesSince(beginning, overlay.user()))
        .isNotEmpty()
        .filteredOn(AuditLog.Use::refused)
        // Only the component of that name grants it.
        .allMatch(it -> it.resource().equals("nodes") && it.verb().equals("list"));
  }

  static void assertNothingWentWrong(String log) {
    assertThat(log.lines()).isNotEmpty();
    log.lines()
        .forEach(
            line -> {
              JsonNode entry = read(line);
              assertThat(entry.get("throwable").isNull()).as(line).isTrue();
              assertThat(entry.get("level").asText()).as(line).isNotEqualTo("ERROR");
            });
  }

  private static JsonNode read(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  /** When it returns nobody writes any more. The definitions stay, since all tests share them. */
  @Override
  public void close() {
    scene.kubectl("delete", "deployment", NAME, "--cascade=foreground", "--timeout=60s");
    overlay.objects().stream()
        .filter(it -> !it.getKind().equals("CustomResourceDefinition"))
        .forEach(it -> scene.client().resource(it).delete());
  }
}
