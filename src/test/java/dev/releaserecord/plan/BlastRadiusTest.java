package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.PlanRow;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a release would touch is shown before, and no more of it moves at once than is allowed. */
class BlastRadiusTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static PlanRow row(String head, Subject subject, Kind kind) {
    Scene scene =
        Scene.of(
                """
                %simagePrefix: r.io/g
                hold: {reason: look first}
                services:
                - {name: users, digest: "%s", workloads: [{kind: %s, name: users}]}
                """
                    .formatted(head, A, kind))
            .with(subject);
    scene.pass();
    assertThat(scene.status().plan()).hasSize(1);
    return scene.status().plan().getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment,  false, false, 0, 3, true",
    "Deployment,  true,  false, 0, 3, false", // paused: its pods stay until somebody resumes it
    "Deployment,  false, false, 0, 0, false",
    "StatefulSet, false, false, 0, 3, true",
    "StatefulSet, false, false, 2, 3, true", // the last pod alone
    "StatefulSet, false, false, 3, 3, false",
    "StatefulSet, false, true,  0, 3, true", // one by one, by eviction
    "DaemonSet,   false, false, 0, 3, true",
    "DaemonSet,   false, true,  0, 3, true",
    "DaemonSet,   false, false, 0, 0, false",
    "CronJob,     false, false, 0, 0, false",
    "CronJob,     true,  false, 0, 0, false",
  })
  void whichPodsWouldRestart(
      Kind kind, boolean stopped, boolean onDelete, int partition, int wanted, boolean restart) {
    Subject subject =
        Subject.of(kind, "users")
            .container("users", "r.io/g/users:1")
            .replicas(new Replicas(wanted, wanted, wanted, wanted, true))
            .strategy(new Strategy(stopped, onDelete, partition, false));
    assertThat(row("", subject, kind).restart()).isEqualTo(restart);
    assertThat(row("clearing: {policy: Report}\n", subject, kind).restart())
        .as("nobody evicts")
        .isEqualTo(restart && !onDelete);
  }

  @Test
  void theDeclaredBytesUnderATagAreARestartAndShownBefore() {
    Subject tagged =
        Subject.deployment("users")
            .container("users", "r.io/g/users:1.4.0")
            .replicas(new Replicas(1, 1, 1, 1, true))
            .pod("r.io/g/users:1.4.0", "r.io/g/users@" + A, java.time.Instant.EPOCH);
    PlanRow row = row("", tagged, Kind.Deployment);
    assertThat(row.restart()).isTrue();
    assertThat(row.from()).isEqualTo("r.io/g/users:1.4.0");
    assertThat(row.to()).isEqualTo("r.io/g/users@" + A);
  }

  @Test
  void whatGitOpsManagesIsWarnedOfWhileItWaits() {
    Scene scene =
        Scene.of("hold: {reason: look first}\n" + Gobee.ONE)
            .with(
                Subject.deployment("users")
                    .container("users", "r.io/g/users:1")
                    .gitOps(new Marks.GitOps(Marks.Tool.ArgoCd, "gobee")));
    scene.pass();
    assertThat(scene.status().services().getFirst().warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.reason()).isEqualTo("ManagedByGitOps");
              assertThat(warning.message()).contains("Argo CD application gobee");
            });
  }

  private static String three(String more) {
    return """
    imagePrefix: r.io/g
    maxInFlight: 1
    services:
    - {name: a, digest: "%1$s"%2$s}
    - {name: b, digest: "%1$s"}
    - {name: c, digest: "%1$s"}
    """
        .formatted(A, more);
  }

  private static Subject well(String name) {
    return Subject.deployment(name).container(name, "r.io/g/" + name + "@" + A).steadyFor(HOUR);
  }

  private static List<String> pinned(Scene scene) {
    return scene.plan().work().pins().stream().map(Pin::workload).map(it -> it.name()).toList();
  }

  @Test
  void driftOfAllIsSetBackOneByOne() {
    Scene scene = Scene.of(three("")).with(well("a")).with(well("b")).with(well("c"));
    scene.pass();
    String set = Objects.requireNonNull(scene.status().enforcedSet());
    for (String name : List.of("a", "b", "c")) {
      scene.with(moved(name, set));
    }
    assertThat(pinned(scene)).containsExactly("a");
    scene.pass();

    scene.with(
        Subject.deployment("a").pinnedTo(set).container("a", "r.io/g/a@" + A)); // not ready yet
    assertThat(pinned(scene)).isEmpty();
    assertThat(scene.state("b").message()).contains("spec.maxInFlight");

    scene.with(well("a").pinnedTo(set));
    assertThat(pinned(scene)).containsExactly("b");
  }

  private static Subject moved(String name, String set) {
    return Subject.deployment(name).pinnedTo(set).container(name, "r.io/g/" + name + "@" + B);
  }

  @Test
  void aServiceOfWhichOneWorkloadStillRollsKeepsItsPlaceAndNeedsNoOther() {
    String workloads = ", workloads: [{kind: Deployment, name: a}, {kind: Deployment, name: a2}]";
    Scene scene =
        Scene.of(three(workloads))
            .with(Subject.deployment("a").container("a", "r.io/g/a@" + A)) // rolls
            .with(Subject.deployment("a2").container("a", "r.io/g/a:1"))
            .with(Subject.deployment("b").container("b", "r.io/g/b:1"))
            .with(well("c"));
    assertThat(pinned(scene)).containsExactly("a2");

    scene.spec(three(", hold: {reason: wait}" + workloads));
    assertThat(pinned(scene)).as("a still rolls, whatever holds a2").isEmpty();
  }
}
