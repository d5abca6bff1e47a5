package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where approval is required nothing is pinned without one that counts. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApprovalIT {

  private static final String OLD = "registry.example.com/team/%s:1";

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  ApprovalIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
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

  private static String spec(String name, String word) {
    return "approval: Required\nservices: [{name: %s, digest: \"%s\"}]\n"
        .formatted(name, digest(word));
  }

  /** A record of one service, which waits. */
  private String awaiting(String name) {
    scene.apply(deployment(name, OLD.formatted(name)), record(name, spec(name, "1")));
    scene.awaitPhase(name, name, Phase.AwaitingApproval, "");
    return set(name);
  }

  private String set(String name) {
    return Objects.requireNonNull(scene.status(name).digestSet());
  }

  /** Approvals of the second in which the record was seen do not count. */
  private void approve(String record, String name, String set, String more) {
    Scene.eventually(
        () -> assertThat(Instant.now()).isAfterOrEqualTo(scene.status(record).approvableSince()));
    scene.apply(approval(record, name, set, more));
  }

  private static String approval(String record, String name, String set, String more) {
    return """
    apiVersion: releaserecord.dev/v1
    kind: ReleaseApproval
    metadata: {name: %s}
    spec: {record: %s, digestSet: "%s", approver: alice@example.com%s}
    """
        .formatted(name, record, set, more);
  }

  @Test
  void oneThatCountsOpensTheGateAndIsShown() {
    AuditLog.Mark mark = scene.audit().mark();
    String set = awaiting("core");
    assertThat(scene.service("core", "core").message()).contains("ReleaseApproval", set);
    assertThat(scene.status("core").plan()).hasSize(1);
    Scene.eventually(
        () ->
            assertThat(operator.metric("releaserecord_awaiting_approval_seconds", "name=\"core\""))
                .isPositive());
    assertThat(scene.patchesSince(mark, "deployments", "core")).isEmpty();

    approve("core", "core-1", set, "");
    scene.awaitReady("core");
    assertThat(scene.image("core")).isEqualTo(image("core", "1"));
    assertThat(scene.status("core").approvedBy()).isEqualTo("alice@example.com");
    assertThat(scene.kubectl("get", "rr", "core", "-o", "wide"))
        .contains("APPROVED BY", "alice@example.com");
    assertThat(operator.metric("releaserecord_awaiting_approval_seconds", "name=\"core\""))
        .isZero();
  }

  @Test
  void oneMadeBeforeTheRecordDoesNotCountAndOneMadeAgainDoes() {
    String elsewhere = awaiting("first");
    scene.deleteRecord("first");
    scene.apply(approval("first", "too-early", elsewhere, ""));
    scene.apply(record("first", spec("first", "1")));
    var waits = scene.awaitPhase("first", "first", Phase.AwaitingApproval, "");
    assertThat(waits.message()).contains("too-early by alice@example.com", "approve again");
    scene.kubectl("delete", "rra", "too-early");
    approve("first", "in-time", elsewhere, "");
    scene.awaitReady("first");
  }

  @Test
  void anotherDigestNeedsAnotherAndTheOldPodsGoOn() {
    approve("next", "next-1", awaiting("next"), "");
    scene.awaitReady("next");
    ReleaseRecordStatus before = scene.status("next");
    scene.apply(record("next", spec("next", "2")));
    var waits = scene.awaitPhase("next", "next", Phase.AwaitingApproval, "");
    assertThat(waits.message()).contains("next-1 by alice@example.com", "another digest set");
    assertThat(scene.status("next").enforcedSet()).isEqualTo(before.digestSet());
    assertThat(scene.image("next")).isEqualTo(image("next", "1"));
    approve("next", "next-2", set("next"), "");
    scene.awaitReady("next");
    assertThat(scene.image("next")).isEqualTo(image("next", "2"));
  }

  @Test
  void whatWasVerifiedStaysWhenItIsRevokedAndDriftIsCorrected() {
    approve("kept", "kept-1", awaiting("kept"), "");
    scene.awaitReady("kept");
    scene.kubectl("delete", "rra", "kept-1");
    scene.kubectl("set", "image", "deployment/kept", "kept=nginx");
    Scene.eventually(() -> assertThat(scene.image("kept")).isEqualTo(image("kept", "1")));
    scene.awaitReady("kept");
    assertThat(scene.status("kept").approvedBy()).isEqualTo("alice@example.com");
  }

  @Test
  void oneThatExpiresClosesTheGateForWhatIsNotPinnedYet() {
    scene.apply(record("late", spec("late", "1")));
    scene.awaitPhase("late", "late", Phase.Waiting, "WorkloadNotFound");
    Instant end = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
    approve("late", "late-1", set("late"), ", expires: \"" + end + "\"");
    Scene.eventually(
        () ->
            assertThat(scene.condition("late", "Approved").orElseThrow().getStatus())
                .isEqualTo("True"));
    Scene.eventually(
        () ->
            assertThat(scene.condition("late", "Approved").orElseThrow().getMessage())
                .contains("late-1", "expired at " + end));
    scene.apply(deployment("late", OLD.formatted("late")));
    scene.awaitPhase("late", "late", Phase.AwaitingApproval, "");
    Scene.always(
        Duration.ofMillis(500),
        () -> assertThat(scene.image("late")).isEqualTo(OLD.formatted("late")));
  }

  @Test
  void aRecordThatIsChangedElsewhereThanInItsDigestsNeedsAnotherToo() {
    String set = awaiting("moved");
    approve("moved", "moved-1", set, "");
    scene.awaitReady("moved");
    scene.apply(
        deployment("moved-too", OLD.formatted("moved")),
        record(
            "moved",
            spec("moved", "1")
                .replace(
                    "}]",
                    ", workloads: [{name: moved}, {name: moved-too, containers: [moved-too]}]}]")));
    scene.awaitPhase("moved", "moved", Phase.AwaitingApproval, "");
    assertThat(set("moved")).isEqualTo(set);
    assertThat(scene.image("moved-too")).isEqualTo(OLD.formatted("moved"));
    approve("moved", "moved-2", set, "");
    scene.awaitReady("moved");
    assertThat(scene.image("moved-too")).isEqualTo(image("moved", "1"));
  }
}
