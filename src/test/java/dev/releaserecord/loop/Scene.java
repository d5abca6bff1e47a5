package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.CommandResult;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;

/**
 * The namespace of a test class as a team sees it: manifests go in, what stands there comes out.
 */
final class Scene {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Duration POLL = Duration.ofMillis(50);

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;

  Scene(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.cluster = cluster;
    this.client = client;
    this.namespace = namespace.name();
  }

  /** Starts the operator in this process with the administrator's rights. */
  LocalOperator operator() {
    return LocalOperator.start(cluster.kubeconfig(), namespace, version());
  }

  /** What its user agent carries, so that its requests can be told from those of other tests. */
  String version() {
    return namespace;
  }

  Cluster cluster() {
    return cluster;
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  /** Writes manifests, new or changed, as the team's tool would. */
  void apply(String... manifests) {
    for (String manifest : manifests) {
      load(manifest)
          .forEach(
              item ->
                  client
                      .resource(item)
                      .inNamespace(namespace)
                      .fieldManager("team")
                      .forceConflicts()
                      .serverSideApply());
    }
  }

  List<HasMetadata> load(String manifest) {
    return client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))).items();
  }

  /** Runs kubectl in the namespace; it has to succeed. */
  String kubectl(String... arguments) {
    CommandResult result = tryKubectl(arguments);
    assertThat(result.exitCode()).as("%s", result).isZero();
    return result.stdout();
  }

  CommandResult tryKubectl(String... arguments) {
    List<String> words = new ArrayList<>(List.of("-n", namespace));
    words.addAll(List.of(arguments));
    return cluster.kubectl(words.toArray(String[]::new));
  }

  /** {@code kubectl edit} of a Deployment, by an editor that replaces every occurrence. */
  void edit(String name, String from, String to) {
    CommandResult result =
        cluster.kubectl(
            Map.of("KUBE_EDITOR", "sed -i s|" + from + "|" + to + "|g"),
            "-n",
            namespace,
            "edit",
            "deployment/" + name);
    assertThat(result.exitCode()).as("%s", result).isZero();
  }

  /** A manifest as a file, for programs that want one. */
  Path file(String manifest) {
    try {
      Path file =
          Files.createTempFile(Files.createDirectories(Path.of("target")), "fixture", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, manifest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ReleaseRecord record(String name) {
    return Objects.requireNonNull(
        client.resources(ReleaseRecord.class).inNamespace(namespace).withName(name).get());
  }

  void deleteRecord(String name) {
    client.resources(ReleaseRecord.class).inNamespace(namespace).withName(name).delete();
  }

  ReleaseRecordStatus status(String record) {
    return Objects.requireNonNull(record(record).getStatus());
  }

  ServiceStatus service(String record, String service) {
    return status(record).services().stream()
        .filter(status -> status.name().equals(service))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no service " + service + " in the status yet"));
  }

  Optional<Condition> condition(String record, String type) {
    return status(record).conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  /** Waits until the record is Ready at the generation that it has now. */
  void awaitReady(String record) {
    eventually(
        () -> {
          ReleaseRecord live = record(record);
          assertThat(Objects.requireNonNull(live.getStatus()).conditions())
              .anySatisfy(
                  condition -> {
                    assertThat(condition.getType()).isEqualTo("Ready");
                    assertThat(condition.getStatus()).as(condition.getMessage()).isEqualTo("True");
                    assertThat(condition.getObservedGeneration())
                        .isEqualTo(live.getMetadata().getGeneration());
                  });
        });
  }

  /** Waits until the service stands there, for a cause or none, and says how. */
  ServiceStatus awaitPhase(String record, String service, Phase phase, String cause) {
    eventually(
        () -> {
          ServiceStatus status = service(record, service);
          assertThat(status.phase() + "/" + Objects.requireNonNullElse(status.cause(), ""))
              .as(status.message())
              .isEqualTo(phase + "/" + cause);
          assertThat(status(record).observedGeneration())
              .isEqualTo(record(record).getMetadata().getGeneration());
        });
    return service(record, service);
  }

  /** Waits until the record is stalled for that reason, and says how. */
  Condition awaitStalled(String record, String reason) {
    eventually(
        () ->
            assertThat(condition(record, "Stalled"))
                .as(status(record).toString())
                .map(Condition::getReason)
                .hasValue(reason));
    return condition(record, "Stalled").orElseThrow();
  }

  /** The image of a container, init containers included. */
  String image(String kind, String name, String container) {
    return new LiveImages(client, namespace).of(kind, name, container);
  }

  /** The image of a Deployment's container that is named like it. */
  String image(String name) {
    return image("Deployment", name, name);
  }

  /** Somebody else's write of an image, by a patch under that field manager. */
  void foreignImage(String name, String image, String manager) {
    kubectl(
        "patch",
        "deployment/" + name,
        "--field-manager=" + manager,
        "--type=json",
        "-p=[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\""
            + image
            + "\"}]");
  }

  /** The events of that reason about the object of that kind and name. */
  List<Event> events(String kind, String name, String reason) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .filter(event -> event.getRegarding().getKind().equals(kind))
        .filter(event -> event.getRegarding().getName().equals(name))
        .toList();
  }

  AuditLog audit() {
    return AuditLog.open(cluster.auditLog().orElseThrow());
  }

  /** The operator's own requests in this namespace since then. */
  List<AuditLog.Request> requestsSince(AuditLog.Mark mark) {
    return audit().requestsSince(mark).stream()
        .filter(request -> request.userAgent().equals("release-operator/" + version()))
        .filter(request -> request.namespace().equals(namespace))
        .toList();
  }

  /** The operator's own patches of that workload since then, refused ones included. */
  List<AuditLog.Request> patchesSince(AuditLog.Mark mark, String resource, String name) {
    return requestsSince(mark).stream()
        .filter(request -> request.verb().equals("patch"))
        .filter(request -> request.resource().equals(resource) && request.name().equals(name))
        .toList();
  }

  static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).pollInterval(POLL).untilAsserted(assertion);
  }

  /** That it is so, and stays so. */
  static void always(Duration time, ThrowingRunnable assertion) {
    await().during(time).atMost(time.plusSeconds(5)).pollInterval(POLL).untilAsserted(assertion);
  }
}
