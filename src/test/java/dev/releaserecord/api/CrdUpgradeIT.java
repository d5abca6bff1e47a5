package dev.releaserecord.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Records that were written under the definition of the version before ({@code
 * src/test/resources/upgrade}) live on under the one of now. Both are tried in a group of their
 * own: everybody else's records are governed by the one of now.
 */
@ExtendWith(ClusterExtension.class)
class CrdUpgradeIT {

  private static final String GROUP = "upgrade.releaserecord.dev";
  private static final Path BEFORE = Path.of("src/test/resources/upgrade/releaserecords.yaml");
  private static final Path NOW = Path.of("crds/releaserecords.yaml");
  private static final Path SAMPLES = Path.of("helm-free-manifests/samples");
  private static final String FULL = "full";

  /** As the version before wrote it; every list of it has a row. */
  private static final String STATUS =
      """
      observedGeneration: 1
      digestSet: 0123456789abcdef
      enforcedSet: 0123456789abcdef
      summary: "0/1 verified; users: crash loop"
      pinned: 1/1
      ready: 0/1
      plan:
      - {service: users, workload: Deployment/users, container: users, from: "users:1", to: "users:2", restart: true}
      services:
      - name: users
        phase: Stuck
        cause: CrashLoop
        ready: 0/1
        since: "2026-11-24T04:00:00Z"
        message: it crashes
        workloads:
        - {kind: Deployment, name: users, ready: 0/1, containers: [users], clearAttempts: 1}
        checks:
        - {name: up, outcome: Passed, at: "2026-11-24T04:00:00Z"}
      checks:
      - {name: all, outcome: Errored, message: connection refused}
      drift:
      - {workload: Deployment/users, container: users, image: "users:3", at: "2026-11-24T04:00:00Z", corrected: true}
      contention:
      - {workload: Deployment/users, container: users, manager: argocd, flips: ["2026-11-24T04:00:00Z"]}
      conditions:
      - type: Ready
        status: "False"
        reason: Stuck
        message: it crashes
        observedGeneration: 1
        lastTransitionTime: "2026-11-24T04:00:00Z"
      """;

  private final KubernetesClient client;
  private final String namespace;
  private final List<GenericKubernetesResource> samples;

  CrdUpgradeIT(KubernetesClient client, TestNamespace namespace) throws IOException {
    this.client = client;
    this.namespace = namespace.name();
    this.samples = samples();
  }

  @AfterEach
  void removeTheDefinition() {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("releaserecords." + GROUP)
        .delete();
  }

  @Test
  void whatTheVersionBeforeWroteIsReadAndTakenAnew() throws IOException {
    define(BEFORE);
    assertThat(samples).hasSizeGreaterThan(5);
    samples.forEach(sample -> records().resource(sample).create());
    tell(samples.getFirst().getMetadata().getName());
    Map<String, Map<String, Object>> before = parts();

    define(NOW);
    awaitTheDefinitionOfNow();
    assertThat(parts()).isEqualTo(before);
    // What did not change is not looked at again; whoever writes it anew has it looked at.
    records().withLabel(FULL, "").delete();
    await().untilAsserted(() -> assertThat(parts()).isEmpty());
    samples.forEach(sample -> records().resource(sample).create());
    tell(samples.getFirst().getMetadata().getName());
    assertThat(parts()).isEqualTo(before);
  }

  private void define(Path file) throws IOException {
    CustomResourceDefinition definition;
    try (InputStream in = new FileInputStream(file.toFile())) {
      definition = client.apiextensions().v1().customResourceDefinitions().load(in).item();
    }
    definition.getMetadata().setName("releaserecords." + GROUP);
    definition.getSpec().setGroup(GROUP);
    client.resource(definition).fieldManager("upgrade").forceConflicts().serverSideApply();
    await()
        .untilAsserted(
            () ->
                assertThat(client.resource(definition).get().getStatus().getConditions())
                    .anySatisfy(
                        it -> {
                          assertThat(it.getType()).isEqualTo("Established");
                          assertThat(it.getStatus()).isEqualTo("True");
                        }));
  }

  /** A field that the version before did not know is kept. */
  private void awaitTheDefinitionOfNow() {
    records().resource(named(samples.getFirst(), "probe")).create();
    String rollback = "{\"status\": {\"rollback\": {\"from\": \"a\", \"to\": \"b\"}}}";
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    await()
        .until(
            () ->
                part(
                            records()
                                .withName("probe")
                                .subresource("status")
                                .patch(merge, rollback),
                            "status")
                        instanceof Map<?, ?> status
                    && status.containsKey("rollback"));
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      records() {
    ResourceDefinitionContext records =
        new ResourceDefinitionContext.Builder()
            .withGroup(GROUP)
            .withVersion("v1")
            .withKind("ReleaseRecord")
            .withPlural("releaserecords")
            .withNamespaced(true)
            .build();
    return client.genericKubernetesResources(records).inNamespace(namespace);
  }

  private List<GenericKubernetesResource> samples() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(SAMPLES)) {
      files =
          found.filter(it -> it.getFileName().toString().startsWith("record")).sorted().toList();
    }
    return files.stream().flatMap(this::records).toList();
  }

  private Stream<GenericKubernetesResource> records(Path file) {
    String name =
        SAMPLES.relativize(file).toString().replace('/', '-').replaceFirst("\\.yaml$", "");
    try (InputStream in = Files.newInputStream(file)) {
      return client.load(in).items().stream()
          .filter(item -> item.getKind().equals("ReleaseRecord"))
          .map(item -> moved(item, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GenericKubernetesResource moved(HasMetadata item, String name) {
    var serialization = client.getKubernetesSerialization();
    GenericKubernetesResource moved =
        serialization.unmarshal(serialization.asYaml(item), GenericKubernetesResource.class);
    moved.setApiVersion(GROUP + "/v1");
    GenericKubernetesResource named = named(moved, name);
    named.getMetadata().setLabels(Map.of(FULL, ""));
    return named;
  }

  private GenericKubernetesResource named(GenericKubernetesResource item, String name) {
    GenericKubernetesResource named = new GenericKubernetesResource();
    named.setApiVersion(item.getApiVersion());
    named.setKind(item.getKind());
    named.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
    named.setAdditionalProperties(item.getAdditionalProperties());
    return named;
  }

  private void tell(String name) {
    Object status = client.getKubernetesSerialization().unmarshal(STATUS, Map.class);
    records()
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            client.getKubernetesSerialization().asJson(Map.of("status", status)));
  }

  private Map<String, Map<String, Object>> parts() {
    return records().withLabel(FULL, "").list().getItems().stream()
        .collect(
            Collectors.toMap(
                it -> it.getMetadata().getName(),
                it ->
                    Map.of(
                        "spec", Objects.requireNonNull(part(it, "spec")),
                        "status", Objects.requireNonNullElse(part(it, "status"), ""))));
  }

  private static @Nullable Object part(GenericKubernetesResource of, String name) {
    return of.getAdditionalProperties().get(name);
  }
}
