package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export}, and what kustomize makes of it. */
@NeedsKwok
class ExportIT {

  private static final String SERVICES =
      """
      services:
      - {name: %s, digest: "%s"}
      - {name: %s, digest: "%s"}
      """;

  private final Scene scene;
  private final Program program;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  ExportIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.program = new Program(scene);
  }

  private static String services(String one, String its, String other, String others) {
    return SERVICES.formatted(one, digest(its), other, digest(others));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String rendered(String block) throws IOException {
    write("kustomization.yaml", "resources: [blue.yaml, green.yaml]\n" + block);
    return rendered();
  }

  private String rendered() {
    return scene.cluster().kubectl("kustomize", folder.toString()).stdout();
  }

  /** One manifest has the repository, the other a bare name that an overlay is to replace. */
  @Test
  void manifestsRenderWhatRuns() throws IOException {
    Path blue = write("blue.yaml", deployment("blue", "registry.example.com/team/blue:1"));
    Path green = write("green.yaml", deployment("green", "green:1"));
    scene.kubectl("apply", "-f", blue.toString());
    scene.kubectl("apply", "-f", green.toString());
    try (LocalOperator operator = scene.operator()) {
      scene.apply(record("core", services("blue", "b1", "green", "g1")));
      scene.awaitReady("core");
      assertThat(operator.health().problems()).isEmpty();
    }
    Program.Ran ran = program.run("export", "core");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("# ReleaseRecord core, digest set sha256:");
    assertThat(rendered(ran.out()))
        .contains("image: " + image("blue", "b1"), "image: " + image("green", "g1"))
        .doesNotContain(":1\n");
    Program.Ran json = program.run("export", "core", "-o", "json");
    assertThat(json.out()).contains("\"newName\" : \"registry.example.com/team/green\"");
    write(
        "kustomization.yaml",
        "{\"resources\": [\"green.yaml\"], " + json.out().strip().substring(1));
    assertThat(rendered()).as("JSON is YAML").contains("image: " + image("green", "g1"));
  }

  /** Manifests are to say what runs, not what waits. */
  @Test
  void aSetThatWaitsForAnApprovalIsNotTaken() {
    scene.apply(deployment("red", image("red", "r1")), deployment("grey", image("grey", "g1")));
    try (LocalOperator operator = scene.operator()) {
      scene.apply(record("asked", services("red", "r1", "grey", "g1")));
      scene.awaitReady("asked");
      scene.apply(record("asked", "approval: Required\n" + services("red", "r2", "grey", "g1")));
      Scene.eventually(
          () ->
              assertThat(scene.status("asked").observedGeneration())
                  .isEqualTo(scene.record("asked").getMetadata().getGeneration()));
      assertThat(operator.health().problems()).isEmpty();
    }
    assertThat(program.run("export", "asked").out())
        .contains(digest("r1"), digest("g1"))
        .doesNotContain(digest("r2"));
    assertThat(program.run("export", "asked", "--declared").out()).contains(digest("r2"));
  }

  @Test
  void whatItDoesNotMendIsSaid() throws IOException {
    Path blue = write("blue.yaml", deployment("placed", "placed@IGEST_PLACED__"));
    scene.kubectl("apply", "-f", blue.toString());
    try (LocalOperator operator = scene.operator()) {
      scene.apply(
          record(
              "placed",
              "services: [{name: placed, digest: \"%s\"}, {name: later}]\n"
                  .formatted(digest("1"))));
      Scene.eventually(() -> assertThat(scene.image("placed")).isEqualTo(image("placed", "1")));
      Scene.eventually(
          () -> assertThat(scene.service("placed", "placed").workloads()).isNotEmpty());
      assertThat(operator.health().problems()).isEmpty();
    }
    Program.Ran ran = program.run("export", "placed");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("- name: registry.example.com/team/placed\n");
    assertThat(ran.err().lines().toList())
        .isEqualTo(
            List.of(
                "Deployment/placed, container placed: the manifest says placed@IGEST_PLACED__,"
                    + " which kustomize takes for no image; write registry.example.com/team/placed"
                    + " there.",
                "later has no digest yet."));
    Program.Ran none = program.run("export", "nothing");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("There is no ReleaseRecord nothing");
  }
}
