package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.CommandResult;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is shipped for installing, as a real API server takes it. Nothing of it stays there. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedManifestsIT {

  private static final Path ROOT = Path.of("helm-free-manifests");

  private final Scene scene;

  ShippedManifestsIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @BeforeAll
  void demandTheStrictestPodSecurity() {
    scene.kubectl(
        "label",
        "namespace",
        scene.namespace(),
        "pod-security.kubernetes.io/enforce=restricted",
        "pod-security.kubernetes.io/warn=restricted");
  }

  private static List<String> installations() throws IOException {
    try (Stream<Path> overlays = Files.list(ROOT.resolve("overlays"))) {
      return Stream.concat(
              Stream.of("base"), overlays.map(it -> "overlays/" + it.getFileName()).sorted())
          .toList();
    }
  }

  @Test
  void eachIsAcceptedByTheApiServerWithoutAWarning() throws IOException {
    assertThat(installations())
        .contains("overlays/read-only", "overlays/cluster-wide", "overlays/nodes", "overlays/ha")
        .contains("overlays/four-eyes", "overlays/secrets-by-name")
        .allSatisfy(
            path -> {
              CommandResult dry = dryRun(Overlay.of(scene, path));
              if (path.equals("overlays/four-eyes") && !Policies.mutate(scene.cluster())) {
                assertThat(dry.stderr()).contains("no matches for kind \"MutatingAdmissionPolicy");
                return;
              }
              assertThat(dry.exitCode()).as("%s", dry).isZero();
              assertThat(dry.stderr()).isEmpty();
            });
  }

  /** On an API server that knows the kinds of the prometheus-operator. */
  @Test
  void monitoringIsAcceptedBesideAnyOfThem() throws IOException {
    String crds = "src/test/resources/monitoring/prometheus-crds.yaml";
    scene.kubectl("apply", "-f", crds);
    try {
      scene.kubectl("wait", "--for=condition=Established", "--timeout=20s", "-f", crds);
      Overlay monitored = Overlay.of(scene, "overlays/ha", "components/monitoring");
      Scene.eventually(
          () -> {
            CommandResult dry = dryRun(monitored);
            assertThat(dry.exitCode()).as("%s", dry).isZero();
            assertThat(dry.stdout()).contains("prometheusrule", "podmonitor", "dashboard");
          });
      Deployment deployment =
          (Deployment)
              monitored.objects().stream()
                  .filter(it -> it.getKind().equals("Deployment"))
                  .findFirst()
                  .orElseThrow();
      assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations())
          .containsEntry("prometheus.io/scrape", "true")
          .containsEntry("prometheus.io/port", "8080");
    } finally {
      scene.kubectl("delete", "-f", crds);
    }
  }

  @Test
  void everySampleIsAcceptedByTheApiServer() throws IOException {
    List<Path> files;
    try (Stream<Path> samples = Files.walk(ROOT.resolve("samples"))) {
      files = samples.filter(it -> it.toString().endsWith(".yaml")).sorted().toList();
    }
    assertThat(files)
        .extracting(it -> ROOT.resolve("samples").relativize(it).getName(0).toString())
        .contains("gobee", "robson", "bowmark", "gx", "relay");
    StringBuilder all = new StringBuilder();
    for (Path file : files) {
      String text = Files.readString(file);
      assertThat(text).as("%s says what it is for", file).startsWith("# ");
      for (HasMetadata item : scene.load(text)) {
        // cert-manager is not installed here, and all goes into the namespace of this test.
        if (!item.getKind().equals("Certificate") && !item.getKind().equals("Namespace")) {
          item.getMetadata().setNamespace(null);
          all.append("---\n").append(Serialization.asYaml(item)).append('\n');
        }
      }
    }
    String file = scene.file(all.toString()).toString();
    scene.kubectl("apply", "--server-side", "--dry-run=server", "-f", file);
  }

  private CommandResult dryRun(Overlay overlay) {
    return scene.tryKubectl(
        "apply",
        "--server-side",
        "--force-conflicts",
        "--dry-run=server",
        "-k",
        overlay.folder().toString());
  }

  @Test
  void theCrdsAreInEachAndReadWithoutKustomizeToo() throws IOException {
    for (String path : installations()) {
      assertThat(objects(path, "CustomResourceDefinition")).as(path).hasSize(2);
    }
    assertThat(scene.kubectl("apply", "--server-side", "--dry-run=server", "-f", "crds/"))
        .contains("releaserecords", "releaseapprovals");
  }

  @Test
  void thePodMeetsTheStrictestStandardAndRunsTheImageThatWasGiven() throws IOException {
    for (String path : installations()) {
      Deployment deployment = (Deployment) objects(path, "Deployment").getFirst();
      Pod pod =
          new PodBuilder()
              .withNewMetadata()
              .withName("as-the-template-says")
              .endMetadata()
              .withSpec(deployment.getSpec().getTemplate().getSpec())
              .build();
      pod.getSpec().setServiceAccountName("default");
      Path file = scene.file(Serialization.asYaml(pod));
      scene.kubectl("create", "--dry-run=server", "-f", file.toString());
      assertThat(pod.getSpec().getContainers())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.getImage()).isEqualTo(Overlay.IMAGE);
                assertThat(it.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
                assertThat(it.getResources().getLimits()).containsKey("memory");
                assertThat(it.getLivenessProbe().getFailureThreshold()).isGreaterThanOrEqualTo(3);
                assertThat(it.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
              });
    }
  }

  /** A subject in another namespace would give these rights to a stranger of that name there. */
  @Test
  void everyBindingIsForTheAccountOfThatNamespace() throws IOException {
    for (String path : installations()) {
      List<Subject> subjects =
          Overlay.of(scene, path).objects().stream()
              .flatMap(ShippedManifestsIT::subjects)
              .filter(it -> it.getKind().equals("ServiceAccount"))
              .toList();
      assertThat(subjects)
          .as(path)
          .isNotEmpty()
          .allSatisfy(
              it -> {
                assertThat(it.getName()).isEqualTo("release-operator");
                assertThat(it.getNamespace()).isEqualTo(scene.namespace());
              });
    }
  }

  @Test
  void whatEachAddsAndTakesAway() {
    assertThat(names("overlays/read-only", "Role")).doesNotContain("release-operator-writes");
    assertThat(names("overlays/read-only", "ConfigMap")).containsExactly("release-hold");
    assertThat(names("overlays/nodes", "ClusterRole")).containsExactly("release-operator-nodes");
    assertThat(names("overlays/cluster-wide", "ClusterRole"))
        .containsExactlyInAnyOrder(
            "release-operator", "release-operator-secrets", "release-operator-writes");
    assertThat(names("overlays/cluster-wide", "Role")).containsExactly("release-operator-own");
    assertThat(names("overlays/four-eyes", "MutatingAdmissionPolicy")).hasSize(1);
    Deployment ha = (Deployment) objects("overlays/ha", "Deployment").getFirst();
    assertThat(ha.getSpec().getReplicas()).isEqualTo(2);
    assertThat(Overlay.of(scene, "overlays/read-only").granted())
        .filteredOn(it -> it.verb().equals("delete") || it.verb().equals("patch"))
        .extracting(it -> it.resource() + " " + it.verb())
        .containsExactlyInAnyOrder("releaserecords/status patch", "events patch");
  }

  private List<HasMetadata> objects(String path, String kind) {
    return Overlay.of(scene, path).objects().stream()
        .filter(it -> it.getKind().equals(kind))
        .toList();
  }

  private List<String> names(String path, String kind) {
    return objects(path, kind).stream().map(it -> it.getMetadata().getName()).toList();
  }

  private static Stream<Subject> subjects(HasMetadata object) {
    return switch (object) {
      case RoleBinding binding -> binding.getSubjects().stream();
      case ClusterRoleBinding binding -> binding.getSubjects().stream();
      default -> Stream.empty();
    };
  }
}
