package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.PlanRow;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The diary of gobee up to its "Gated Next Actions", on its sample: placeholders, two of five
 * built, three whose paths are not confirmed, and nothing that is done before somebody approves it.
 */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GobeeStoryIT {

  private static final String PREFIX = "123456789012.dkr.ecr.us-west-2.amazonaws.com/gobee/core";
  private static final Pattern BUILT = Pattern.compile("(name: (\\S+)\\s+digest: )sha256:\\w+");
  private static final String WAITING =
      "- name: users\n    hold: {reason: \"./cmd/users is not confirmed\"}\n";

  private final Scene scene;
  private final Sample sample;
  private PodOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  GobeeStoryIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.sample = new Sample(scene, "gobee");
  }

  @BeforeAll
  void startTheOperator() {
    operator = PodOperator.start(scene);
  }

  @AfterAll
  void stopTheOperator() {
    operator.close();
  }

  @Test
  void fromPlaceholdersToTheThirdDigest() {
    AuditLog.Mark mark = scene.audit().mark();
    sample.apply("namespace.yaml");
    String gated = gated();
    sample.applyText(gated);
    theMorning();
    assertThat(operator.patchesSince(mark, "deployments", "bootstrap")).isEmpty();
    assertThat(operator.patchesSince(mark, "deployments", "provision")).isEmpty();

    approve("core-1");
    theTwoThatAreBuilt();

    Builds users = builds("users");
    assertThat(gated).contains(WAITING);
    sample.applyText(
        gated.replace(WAITING, "- name: users\n    digest: " + users.digest("1") + "\n"));
    theThirdNeedsAnotherApproval();
    approve("core-2");
    Scene.eventually(() -> assertThat(row()).contains("3/5", "3/5 verified"));
    assertThat(scene.image("users")).isEqualTo(users.image("1"));
    assertThat(scene.status("core").approvedBy()).isEqualTo("alice@example.com");
    assertThat(scene.status("core").plan()).isEmpty();
    operator.assertNothingWentWrong();
  }

  /** The record of the sample, with what this cluster can pull. */
  private String gated() {
    String registry = builds("users").name().replaceFirst("/users$", "");
    return BUILT
        .matcher(sample.text("record-gated.yaml"))
        .replaceAll(it -> it.group(1) + builds(it.group(2)).digest("1"))
        .replace(PREFIX, registry);
  }

  private Builds builds(String service) {
    return new Builds(scene, "gobee/core/" + service);
  }

  /** Nothing is written; all that is known is told. */
  private void theMorning() {
    var bootstrap = scene.awaitPhase("core", "bootstrap", Phase.AwaitingApproval, "");
    assertThat(bootstrap.message()).contains("create a ReleaseApproval", set());
    for (String name : List.of("users", "domains", "certs")) {
      var waits = scene.awaitPhase("core", name, Phase.Stuck, "UnresolvedPlaceholder");
      assertThat(waits.message())
          .startsWith("on hold: ./cmd/" + name + " is not confirmed")
          .contains("declare a digest for " + name);
    }
    assertThat(row()).contains("0/5", "Stuck", "users and 2 more: unresolved placeholder");
    ReleaseRecordStatus status = scene.status("core");
    assertThat(status.plan())
        .extracting(PlanRow::from, PlanRow::restart)
        .containsExactlyInAnyOrder(
            tuple("bootstrap@IGEST_BOOTSTRAP__", true), tuple("provision@IGEST_PROVISION__", true));
    assertThat(condition("Approved")).isEqualTo("False NotApproved");
    assertThat(condition("SecretsVerified")).isEqualTo("True AllSecretsFit");
    assertThat(condition("ImagesPinned")).isEqualTo("False NotAllPinned");
    Scene.eventually(
        () -> {
          assertThat(metric("releaserecord_awaiting_approval_seconds")).isPositive();
          assertThat(metric("releaserecord_hold_seconds")).isPositive();
          assertThat(metric("releaserecord_services", "phase=\"Stuck\"")).isEqualTo(3);
        });
  }

  /** In their order; the pods that could never start are gone. */
  private void theTwoThatAreBuilt() {
    scene.awaitPhase("core", "bootstrap", Phase.Verified, "");
    scene.awaitPhase("core", "provision", Phase.Verified, "");
    assertThat(row()).contains("2/5", "2/5 verified; users and 2 more: unresolved placeholder");
    assertThat(condition("Approved")).isEqualTo("True Approved");
    assertThat(scene.events("ReleaseRecord", "core", "Pinned")).isNotEmpty();
    Scene.eventually(
        () ->
            assertThat(
                    scene.kubectl(
                        "get", "pods", "-l", "app in (bootstrap,provision)", "--no-headers"))
                .doesNotContain("InvalidImageName")
                .hasLineCount(2));
    assertThat(metric("releaserecord_awaiting_approval_seconds")).isZero();
  }

  private void theThirdNeedsAnotherApproval() {
    var users = scene.awaitPhase("core", "users", Phase.AwaitingApproval, "");
    assertThat(users.message()).contains("core-1 by alice@example.com", "another digest set");
    assertThat(scene.status("core").plan())
        .singleElement()
        .satisfies(it -> assertThat(it.from()).isEqualTo("users@IGEST_USERS__"));
    assertThat(scene.service("core", "bootstrap").phase()).isEqualTo(Phase.Verified);
    assertThat(scene.status("core").enforcedSet()).isNotEqualTo(set());
  }

  /** As the comment in the sample says. */
  private void approve(String name) {
    Scene.eventually(
        () -> assertThat(Instant.now()).isAfterOrEqualTo(scene.status("core").approvableSince()));
    scene.apply(
        """
        apiVersion: releaserecord.dev/v1
        kind: ReleaseApproval
        metadata: {name: %s}
        spec: {record: core, digestSet: "%s", approver: alice@example.com}
        """
            .formatted(name, set()));
  }

  private String set() {
    return Objects.requireNonNull(scene.status("core").digestSet());
  }

  private String row() {
    return scene.kubectl("get", "rr", "core", "--no-headers");
  }

  private String condition(String type) {
    Condition condition = scene.condition("core", type).orElseThrow();
    return condition.getStatus() + " " + condition.getReason();
  }

  private double metric(String name, String... labels) {
    return operator.metric(name, labels);
  }
}
