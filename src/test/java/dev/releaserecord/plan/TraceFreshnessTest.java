package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.GeneratedFiles;
import dev.releaserecord.plan.gate.Approval;
import dev.releaserecord.plan.gate.DependencyView;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.release.DependencyKey;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Releases from closed gates to Verified, pass by pass. A change of a sentence or of an order shows
 * in the traces: look at their difference before you write them anew.
 */
class TraceFreshnessTest {

  private static final DependencyKey POSTGRES =
      new DependencyKey("apps/v1", "StatefulSet", "postgres");
  private static final DependencyView READY = new DependencyView.Ready();

  private static final String TWO =
      """
      imagePrefix: r.io/g
      services:
      - {name: users, digest: "%s", secrets: [{name: users-rds, keys: [HOST, PASS]}]}
      - {name: certs, digest: "%s", after: [users]}
      """
          .formatted(A, B);

  private static final String GATED =
      """
      approval: Required
      dependencies: [{apiVersion: apps/v1, kind: StatefulSet, name: postgres}]
      """
          + TWO;

  private static Scene grant(Scene scene, DependencyView postgres, Approval... approvals) {
    return scene.grants(new Grants(Map.of(POSTGRES, postgres), List.of(approvals), null, null));
  }

  private static Approval approval(Scene scene) {
    String set = Objects.requireNonNull(scene.plan().sets().declared());
    return new Approval("go", "core", set, "alice", scene.at(), null);
  }

  private static Subject neverPulled(Subject users, String... images) {
    Node node =
        new Node("n1", new Node.Health(null, images.length), Map.of(), List.of(), Set.of(images));
    return users.neverPulled(Map.of()).nodes(node);
  }

  private static String gatesOneAfterTheOther() {
    DependencyView down = new DependencyView.NotReady("0 of 1 pods are ready");
    String users = "r.io/g/users@" + A;
    return Rehearsal.of("hold: {reason: paths not confirmed}\n" + GATED)
        .running("users", it -> neverPulled(it))
        .running("certs")
        .then("the record is applied", it -> grant(it.secret("users-rds", "HOST"), down))
        .then("the hold is taken out", it -> it.spec(GATED))
        .then("alice approves", it -> grant(it, down, approval(it)))
        .then("postgres is ready", it -> grant(it, READY, approval(it)))
        .then("PASS is written into the Secret", it -> it.secret("users-rds", "HOST", "PASS"))
        .becomes("users", "node n1 has the image", it -> neverPulled(it, users))
        .trace();
  }

  private static String anotherDigestIsAnotherApproval() {
    return Rehearsal.of(GATED)
        .running("users")
        .running("certs")
        .then("the record is applied", it -> grant(it.secret("users-rds", "HOST", "PASS"), READY))
        .then("alice approves", it -> grant(it, READY, approval(it)))
        .then("certs is built again", it -> it.spec(GATED.replace(B, A)))
        .moved("users", "r.io/g/users:latest")
        .then("alice approves that, too", it -> grant(it, READY, approval(it)))
        .then("both approvals are deleted", it -> grant(it, READY))
        .trace();
  }

  private static String oneAtATime() {
    String spec =
        """
        imagePrefix: r.io/g
        maxInFlight: 1
        services:
        - {name: certs, digest: "%1$s"}
        - {name: invites, digest: "%1$s"}
        - {name: users, digest: "%1$s", hold: {reason: paths not confirmed, until: "2026-01-01T06:00:00Z"}}
        """
            .formatted(A);
    return Rehearsal.of(spec)
        .running("certs")
        .running("invites")
        .running("users")
        .then("the record is applied", it -> it)
        .moved("certs", "r.io/g/certs:latest")
        .then("the hold of users ends", it -> it.later(Duration.ofHours(6)))
        .then("everything is declared anew", it -> it.spec(spec.replace(A, B)))
        .trace();
  }

  @Test
  void theCheckedInTracesAreWhatThePassesShowAndWrite() throws IOException {
    Map<String, String> traces =
        Map.of(
            "gates-one-after-the-other.txt", gatesOneAfterTheOther(),
            "another-digest-is-another-approval.txt", anotherDigestIsAnotherApproval(),
            "one-at-a-time.txt", oneAtATime());
    new GeneratedFiles(Path.of("src/test/resources/traces"), "traces.write").hold(traces);
    assertThat(traces.values()).allMatch(TraceFreshnessTest::verified);
  }

  /** The last pass of each. */
  private static boolean verified(String trace) {
    String last = trace.substring(trace.lastIndexOf("\npass "));
    return last.contains("Ready=True/Verified");
  }
}
