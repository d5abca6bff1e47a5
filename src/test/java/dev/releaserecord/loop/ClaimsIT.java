package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may write what, and in which order. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimsIT {

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  ClaimsIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @BeforeAll
  void startTheOperator() {
    operator = scene.operator();
  }

  @AfterAll
  void stopTheOperator() {
    operator.close();
  }

  @Test
  void theOlderOfTwoRecordsKeepsTheContainerUntilItIsDeleted() {
    rivals("deleted");
    scene.deleteRecord("deleted-old");
    scene.awaitReady("deleted-new");
    assertThat(scene.image("deleted")).isEqualTo(image("deleted", "new"));
  }

  @Test
  void theOlderOfTwoRecordsKeepsTheContainerUntilItLetsGo() {
    scene.apply(deployment("elsewhere", "registry.example.com/team/elsewhere:1"));
    rivals("left");
    scene.apply(record("left-old", "elsewhere", "1"));
    scene.awaitReady("left-new");
    scene.awaitReady("left-old");
    assertThat(scene.image("left")).isEqualTo(image("left", "new"));
  }

  private void rivals(String name) {
    scene.apply(deployment(name, "registry.example.com/team/" + name + ":1"));
    scene.apply(record(name + "-old", name, "old"));
    scene.awaitReady(name + "-old");
    Instant created = created(name + "-old");
    // Ages are told by the second: of two within one, the uid decides.
    Scene.eventually(() -> assertThat(Instant.now()).isAfter(created.plusSeconds(1)));
    AuditLog.Mark mark = scene.audit().mark();
    scene.apply(record(name + "-new", name, "new"));
    assertThat(scene.awaitStalled(name + "-new", "WorkloadClaimed").getMessage())
        .contains(name + "-old", "Deployment/" + name, "container " + name);
    assertThat(scene.condition(name + "-new", "Reconciling")).isEmpty();
    assertThat(scene.condition(name + "-new", "Ready").orElseThrow().getReason())
        .isEqualTo("WorkloadClaimed");
    scene.awaitReady(name + "-old");
    assertThat(scene.image(name)).isEqualTo(image(name, "old"));
    assertThat(scene.patchesSince(mark, "deployments", name)).isEmpty();
  }

  private Instant created(String record) {
    return Instant.parse(scene.record(record).getMetadata().getCreationTimestamp());
  }

  @Test
  void twoServicesOfOneRecordThatClaimAContainerStallIt() {
    scene.apply(
        deployment("torn", "registry.example.com/team/torn:1"),
        deployment("bystander", "registry.example.com/team/bystander:1"));
    AuditLog.Mark mark = scene.audit().mark();
    scene.apply(
        record(
            "torn",
            """
            services:
            - {name: torn, digest: "%s"}
            - {name: twin, image: registry.example.com/team/torn, digest: "%s", workloads: [{name: torn}]}
            - {name: bystander, digest: "%s"}
            """
                .formatted(digest("1"), digest("2"), digest("3"))));
    assertThat(scene.awaitStalled("torn", "Refused").getMessage())
        .contains("container torn of Deployment/torn", "torn and twin");
    assertNothingIsWritten(mark, "torn", "bystander");
  }

  @Test
  void aCircleOfAfterStallsTheRecord() {
    scene.apply(
        deployment("hen", "registry.example.com/team/hen:1"),
        deployment("egg", "registry.example.com/team/egg:1"),
        deployment("farm", "registry.example.com/team/farm:1"));
    AuditLog.Mark mark = scene.audit().mark();
    String circle =
        """
        services:
        - {name: hen, digest: "%s", after: [egg]}
        - {name: egg, digest: "%s", after: [hen]}
        - {name: farm, digest: "%s"}
        """
            .formatted(digest("1"), digest("1"), digest("1"));
    scene.apply(record("circle", circle));
    assertThat(scene.awaitStalled("circle", "Refused").getMessage()).contains("hen → egg → hen");
    assertNothingIsWritten(mark, "hen", "egg", "farm");
    scene.apply(record("circle", circle.replace(", after: [hen]", "")));
    scene.awaitReady("circle");
    assertThat(scene.condition("circle", "Stalled")).isEmpty();
  }

  private void assertNothingIsWritten(AuditLog.Mark mark, String... deployments) {
    Scene.always(
        Duration.ofSeconds(1),
        () -> {
          for (String name : deployments) {
            assertThat(scene.image(name)).isEqualTo("registry.example.com/team/" + name + ":1");
          }
        });
    for (String name : deployments) {
      assertThat(scene.patchesSince(mark, "deployments", name)).isEmpty();
    }
  }

  @Test
  void aServiceWaitsUntilThoseBeforeItAreVerified() {
    scene.apply(
        deployment("third", "registry.example.com/team/third:1"),
        deployment("second", "registry.example.com/team/second:1"),
        deployment("first", "registry.example.com/team/first:1"));
    try (var deployments = Recorder.of(deployments())) {
      scene.apply(
          record(
              "ordered",
              """
              settle: 2s
              services:
              - {name: third, digest: "%s", after: [second, first]}
              - {name: second, digest: "%s", after: [first]}
              - {name: first, digest: "%s"}
              """
                  .formatted(digest("1"), digest("1"), digest("1"))));
      assertThat(scene.awaitPhase("ordered", "third", Phase.Waiting, "").message())
          .contains("after");
      scene.awaitReady("ordered");
      Scene.eventually(
          () -> {
            assertThat(pinned(deployments, "second")).isGreaterThan(whole(deployments, "first"));
            assertThat(pinned(deployments, "third")).isGreaterThan(whole(deployments, "second"));
          });
    }
  }

  @Test
  void noMoreServicesRollThanThereArePlaces() {
    List<String> names = List.of("p1", "p2", "p3", "p4", "p5");
    StringBuilder services = new StringBuilder("maxInFlight: 2\nsettle: 2s\nservices:\n");
    for (String name : names) {
      scene.apply(deployment(name, "registry.example.com/team/" + name + ":1"));
      services.append("- {name: %s, digest: \"%s\"}\n".formatted(name, digest(name)));
    }
    try (var deployments = Recorder.of(deployments())) {
      scene.apply(record("places", services.toString()));
      scene.awaitReady("places");
      Scene.eventually(
          () ->
              assertThat(names)
                  .allSatisfy(it -> assertThat(whole(deployments, it)).isLessThan(Long.MAX_VALUE)));
      for (String name : names) {
        long pinnedAt = pinned(deployments, name);
        assertThat(names)
            .as("rolling when %s was pinned, itself included", name)
            .filteredOn(
                other ->
                    pinned(deployments, other) <= pinnedAt && whole(deployments, other) > pinnedAt)
            .hasSizeLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void aRefusedSetIsNeverPinned() {
    scene.apply(deployment("refused", "registry.example.com/team/refused:1"));
    scene.apply(record("refused", "hold: {reason: look}\n" + services("refused", "1")));
    scene.awaitPhase("refused", "refused", Phase.Held, "");
    String set = Objects.requireNonNull(scene.status("refused").digestSet());
    AuditLog.Mark mark = scene.audit().mark();
    scene.apply(record("refused", "refuse: [\"" + set + "\"]\n" + services("refused", "1")));
    assertThat(scene.awaitPhase("refused", "refused", Phase.Blocked, "SetRefused").message())
        .contains(set, "spec.refuse");
    assertNothingIsWritten(mark, "refused");
    scene.apply(record("refused", "refuse: [\"" + set + "\"]\n" + services("refused", "2")));
    scene.awaitReady("refused");
    assertThat(scene.image("refused")).isEqualTo(image("refused", "2"));
  }

  private static String services(String name, String word) {
    return "services:\n- {name: " + name + ", digest: \"" + digest(word) + "\"}\n";
  }

  private io.fabric8.kubernetes.client.dsl.Watchable<Deployment> deployments() {
    return scene.client().apps().deployments().inNamespace(scene.namespace());
  }

  /** The resource version with which the digest was written: one sequence for all objects. */
  private static long pinned(Recorder<Deployment> deployments, String name) {
    return first(deployments, name, ClaimsIT::carriesADigest);
  }

  /** That with which all its pods were available on it. */
  private static long whole(Recorder<Deployment> deployments, String name) {
    return first(
        deployments,
        name,
        it ->
            carriesADigest(it)
                && Objects.equals(
                    it.getStatus().getObservedGeneration(), it.getMetadata().getGeneration())
                && Objects.equals(it.getStatus().getUpdatedReplicas(), it.getSpec().getReplicas())
                && Objects.equals(it.getStatus().getAvailableReplicas(), it.getSpec().getReplicas())
                && Objects.equals(it.getStatus().getReplicas(), it.getSpec().getReplicas()));
  }

  private static boolean carriesADigest(Deployment live) {
    return live.getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage()
        .contains("@sha256:");
  }

  private static long first(
      Recorder<Deployment> deployments, String name, Predicate<Deployment> such) {
    return deployments.of(name).stream()
        .filter(revision -> such.test(revision.object()))
        .mapToLong(Recorder.Revision::number)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
