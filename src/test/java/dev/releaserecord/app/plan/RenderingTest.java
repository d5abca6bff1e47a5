package dev.releaserecord.app.plan;

import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.app.command.OutputOptions.Format;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Planner;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.pull.Pull;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.pull.PullReply;
import dev.releaserecord.preview.Preview;
import dev.releaserecord.preview.PreviewProjector;
import dev.releaserecord.preview.Verdict;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person reads, and a program, of what a record would change. */
class RenderingTest {

  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);
  private static final Instant LONG_AGO = Instant.parse("2025-12-31T00:00:00Z");

  private static final String MIXED =
      """
      imagePrefix: r.io/g
      services:
      - {name: users, version: "1.4.0", digest: "%1$s"}
      - {name: certs, digest: "%2$s", after: [users]}
      - {name: mail, digest: "%1$s"}
      - {name: nightly, digest: "%1$s", workloads: [{kind: CronJob, name: nightly}]}
      - {name: later}
      - {name: gone, digest: "%1$s"}
      - {name: owned, digest: "%1$s"}
      """
          .formatted(A, B);

  /** One service for each thing that can come of it. */
  private static Scene mixed() {
    return Scene.of(MIXED)
        .with(
            deployment("users")
                .container("users", "r.io/g/users:1")
                .pod("r.io/g/users:1", "r.io/g/users@" + A, LONG_AGO))
        .with(
            deployment("certs")
                .container("certs", "r.io/g/certs:1")
                .gitOps(new Marks.GitOps(Marks.Tool.FluxKustomization, "gobee")))
        .with(
            deployment("mail").container("mail", "r.io/g/mail@" + A).steadyFor(Duration.ofHours(1)))
        .with(Subject.of(Kind.CronJob, "nightly").container("nightly", "r.io/g/nightly:1"))
        .with(
            deployment("later").container("later", "r.io/g/later:1").steadyFor(Duration.ofHours(1)))
        .with(
            deployment("owned").container("owned", "r.io/g/owned:1").controlledBy("Rollout/owned"));
  }

  private static Preview preview(Scene scene, String... notes) {
    Observation observation = scene.observe();
    return PreviewProjector.of(
        observation,
        Planner.plan(observation),
        new PreviewProjector.Circumstances(
            false, observation.terms().missingRights(), List.of(notes)));
  }

  @Test
  void aPersonReadsWhatChangesFirst() {
    assertThat(
            Rendering.of(
                List.of(preview(mixed().missingRights("list nodes"), "A note.")), Format.TEXT))
        .isEqualTo(
            """
            ReleaseRecord core in namespace gobee (new): 2 of 7 services would change at once (1 pod restarts), 1 would wait, 2 cannot be changed.

            CHANGES AT ONCE
              users 1.4.0
                Deployment/users: 1 pod restarts, though all run this digest already
                  container users
                    from r.io/g/users:1
                    to   r.io/g/users@%1$s
              nightly
                CronJob/nightly: no pod restarts
                  container nightly
                    from r.io/g/nightly:1
                    to   r.io/g/nightly@%1$s

            WAITS
              certs: waits until users is verified (after)
                Deployment/certs: 1 pod restarts
                  container certs
                    from r.io/g/certs:1
                    to   r.io/g/certs@%2$s

            CANNOT BE CHANGED
              gone: Deployment/gone does not exist in namespace gobee; apply it, or mend spec.services[].workloads
              owned: Deployment/owned is controlled by Rollout/owned, which would undo a pin: set the image there, or name another workload

            STAYS AS IT IS
              mail: Verified, all pods are ready on the declared digest
              later: AwaitingDigest, no digest yet; declare a digest for later once it is built

            WARNINGS
              certs: ManagedByGitOps, Deployment/certs is managed by the Flux Kustomization gobee: write the record's digests into its images, or annotate the workload in Git with \
            kustomize.toolkit.fluxcd.io/ssa: IfNotPresent, or it will set them back

            A note.
            Not looked at, for you lack these rights: list nodes.
            """
                .formatted(A, B));
  }

  @Test
  void aProgramReadsTheSame() {
    Scene scene =
        Scene.of(
                """
                imagePrefix: r.io/g
                hold: {reason: incident 42}
                services:
                - {name: users, digest: "%s"}
                """
                    .formatted(A))
            .with(deployment("users").container("users", "r.io/g/users:1"));
    Preview preview = preview(scene);
    assertThat(Rendering.of(List.of(preview), Format.JSON))
        .isEqualTo(
            """
            {
              "plans" : [ {
                "namespace" : "gobee",
                "record" : "core",
                "applied" : false,
                "verdict" : "Waits",
                "digestSet" : "%2$s",
                "services" : [ {
                  "name" : "users",
                  "outcome" : "Waits",
                  "phase" : "Held",
                  "message" : "%3$s",
                  "waitsFor" : "%3$s",
                  "changes" : [ {
                    "workload" : "Deployment/users",
                    "container" : "users",
                    "from" : "r.io/g/users:1",
                    "to" : "r.io/g/users@%1$s",
                    "restart" : true,
                    "pods" : 1,
                    "sameBytes" : false
                  } ]
                } ]
              } ]
            }
            """
                .formatted(
                    A,
                    preview.digestSet(),
                    "on hold: incident 42; take `hold` out of the record to go on"));
    assertThat(Rendering.of(List.of(preview), Format.YAML))
        .contains("verdict: \"Waits\"", "from: \"r.io/g/users:1\"", "restart: true");
  }

  @Test
  void nothingToChangeIsOneLineAndHowItStands() {
    Scene scene =
        Scene.of("imagePrefix: r.io/g\nservices:\n- {name: mail, digest: \"%s\"}\n".formatted(A))
            .with(
                deployment("mail")
                    .container("mail", "r.io/g/mail@" + A)
                    .steadyFor(Duration.ofHours(1)));
    Preview preview = preview(scene);
    assertThat(preview.verdict()).isEqualTo(Verdict.Nothing);
    assertThat(Rendering.of(List.of(preview), Format.TEXT))
        .isEqualTo(
            """
            ReleaseRecord core in namespace gobee (new): nothing would change.

            STAYS AS IT IS
              mail: Verified, all pods are ready on the declared digest
            """);
  }

  @Test
  void aCircleIsSaidBeforehand() {
    Scene scene =
        Scene.of(
                """
                imagePrefix: r.io/g
                services:
                - {name: users, digest: "%1$s", after: [certs]}
                - {name: certs, digest: "%1$s", after: [users]}
                """
                    .formatted(A))
            .with(deployment("users").container("users", "r.io/g/users:1"))
            .with(deployment("certs").container("certs", "r.io/g/certs:1"));
    Preview preview = preview(scene);
    assertThat(preview.verdict()).isEqualTo(Verdict.Refused);
    assertThat(preview.services()).allSatisfy(it -> assertThat(it.changes()).isEmpty());
    assertThat(Rendering.of(List.of(preview), Format.TEXT))
        .isEqualTo(
            """
            ReleaseRecord core in namespace gobee (new): nothing of it would be done, it would be Stalled.
              spec.services[].after goes round in a circle: users → certs → users; take one of these `after` entries out
            """);
  }

  @Test
  void whatCannotBeReadIsNotGuessed() {
    Scene scene =
        Scene.of("imagePrefix: r.io/g\nservices:\n- {name: users, digest: \"%s\"}\n".formatted(A))
            .unreadable(new WorkloadKey(Kind.Deployment, "users"), "cannot read deployments: no");
    Preview preview = preview(scene);
    assertThat(preview.verdict()).isEqualTo(Verdict.Unknown);
    assertThat(Rendering.of(List.of(preview), Format.TEXT))
        .contains("1 of 1 service could not be read.", "users: cannot read deployments: no");
  }

  /** What waits in the status says why, there too. */
  @Test
  void theStatusSaysWhyARowWaits() {
    Scene scene = mixed();
    scene.passInVain();
    assertThat(scene.status().plan())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.service()).isEqualTo("certs");
              assertThat(row.waitsFor()).isEqualTo("waits until users is verified (after)");
            });
  }

  /** Who looks stands elsewhere than the operator; what is pinned is not asked for. */
  @Test
  void whatRegistriesDidNotTellIsSaidOnce() {
    Scene scene = Scene.of("registryCheck: Enforce\n" + MIXED);
    for (String name : List.of("users", "certs")) {
      scene.with(deployment(name).container(name, "r.io/g/" + name + ":1"));
    }
    scene.with(deployment("mail").container("mail", "r.io/g/mail@" + A));
    Map<Pull, PullReply> replies = new HashMap<>();
    for (Pull pull : scene.plan().work().pulls()) {
      PullAnswer unknown = new PullAnswer.Unknown("did not answer in time");
      replies.put(pull, new PullReply(unknown, scene.at().plusSeconds(60)));
    }
    scene.grants(Grants.NONE.with(replies));
    assertThat(replies).hasSize(2);
    assertThat(preview(scene).notes())
        .containsExactly(
            "Registries were asked from here, and the operator asks them again from where it runs."
                + " Not known: users: r.io/g/users@"
                + A
                + ": registry r.io did not answer in time; whether the image is there is not known;"
                + " the same or the like of 1 more.");
  }
}
