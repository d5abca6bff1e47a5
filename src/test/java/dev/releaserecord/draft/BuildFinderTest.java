package dev.releaserecord.draft;

import static dev.releaserecord.draft.Hamlet.A;
import static dev.releaserecord.draft.Hamlet.B;
import static dev.releaserecord.draft.Hamlet.containers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which digest is told by pods, and when only a person can tell. */
class BuildFinderTest {

  private static final String APP = "r.io/g/app";

  private static Build build(Hamlet hamlet) {
    List<Draft.Service> services = hamlet.below("r.io/g").services();
    assertThat(services).hasSize(1);
    return services.getFirst().build();
  }

  private static void known(Hamlet hamlet, String digest, String... notes) {
    assertThat(build(hamlet))
        .isInstanceOfSatisfying(
            Build.Known.class,
            it -> {
              assertThat(it.digest().text()).isEqualTo(digest);
              assertThat(it.notes()).hasSameSizeAs(notes);
              for (int i = 0; i < notes.length; i++) {
                assertThat(it.notes().get(i)).contains(notes[i]);
              }
            });
  }

  private static void open(Hamlet hamlet, String why, String... candidates) {
    assertThat(build(hamlet))
        .isInstanceOfSatisfying(
            Build.Open.class,
            it -> {
              assertThat(it.why()).contains(why);
              assertThat(it.candidates())
                  .extracting(one -> one.digest().text() + " " + one.who())
                  .containsExactly(candidates);
            });
  }

  @Test
  void whatAllPodsRunIsTheDigest() {
    known(
        new Hamlet()
            .deployment("web", APP + ":1")
            .deployment("worker", APP + ":1")
            .pod("web", APP + ":1", APP + "@" + A)
            .pod("web", APP + ":1", "docker-pullable://" + APP + "@" + A)
            .pod("worker", APP + ":1", APP + "@" + A),
        A);
  }

  /** A runtime may name the part of an index that it took. */
  @Test
  void whatThePodsOwnSpecNamesGoesBeforeWhatTheRuntimeSays() {
    String pinned = APP + "@" + A;
    known(new Hamlet().deployment("web", pinned).pod("web", pinned, APP + "@" + B), A);
  }

  @Test
  void twoDigestsAtOnceAreNotChosenFrom() {
    open(
        new Hamlet()
            .deployment("web", APP + ":1")
            .deployment("worker", APP + ":1")
            .pod("web", APP + ":1", APP + "@" + A)
            .pod("web", APP + ":1", APP + "@" + A)
            .pod("worker", APP + ":1", APP + "@" + B),
        "Several digests",
        A + " Deployment/web, 2 pods",
        B + " Deployment/worker, 1 pod");
  }

  @Test
  void aRolloutInTheMiddleIsNotChosenFrom() {
    open(
        new Hamlet()
            .deployment("web", APP + ":2")
            .pod("web", APP + ":1", APP + "@" + A)
            .pod("web", APP + ":2", APP + "@" + B),
        "Several digests",
        A + " Deployment/web, 1 pod of an older template",
        B + " Deployment/web, 1 pod");
  }

  /** To declare it would be to go back. */
  @Test
  void whatOnlyOlderPodsRunIsNotTakenForTheNewest() {
    open(
        new Hamlet()
            .deployment("web", APP + ":2")
            .pod("web", APP + ":1", APP + "@" + A)
            .pod("web", APP + ":2", ""),
        "Only pods of an older template run",
        A + " Deployment/web, 1 pod of an older template");
    open(
        new Hamlet().deployment("web", APP + "@" + B).pod("web", APP + "@" + A, APP + "@" + A),
        "Several digests",
        A + " Deployment/web, 1 pod of an older template",
        B + " the template of Deployment/web, which no pod runs");
  }

  /** As on a bad morning: the manifest was applied as the template of itself, and old pods stay. */
  @Test
  void whatRunsWhileTheTemplateHoldsAPlaceholderIsOlder() {
    open(
        new Hamlet()
            .deployment("web", "app@IGEST_APP__")
            .pod("web", APP + "@" + A, APP + "@" + A)
            .pod("web", "app@IGEST_APP__", ""),
        "Only pods of an older template run",
        A + " Deployment/web, 1 pod of an older template");
  }

  @Test
  void withoutPodsTheTemplateTellsIfItNamesADigest() {
    known(
        new Hamlet().deployment("web", APP + ":1@" + A),
        A,
        "No pod runs it: the digest is the one that the template names");
    open(
        new Hamlet().deployment("web", APP + ":1.4"),
        "Deployment/web has no pod. `release-operator resolve r.io/g/app:1.4` prints");
    open(new Hamlet().deployment("web", APP), "`release-operator resolve r.io/g/app:latest`");
  }

  @Test
  void whatNothingTellsIsSaid() {
    open(
        new Hamlet().deployment("web", APP + ":1").pod("web", APP + ":1", ""),
        "Deployment/web has no pod that got its image");
    open(
        new Hamlet().deployment("web", APP + ":1").pod("web", APP + ":1", A),
        "Deployment/web runs what the node calls " + A);
    open(
        new Hamlet().deployment("web", APP + ":1").pod("web", APP + ":1", "mirror.io/app@" + A),
        "Deployment/web runs what the node calls mirror.io/app@" + A);
  }

  @Test
  void whoTellsNothingBesidesOthersIsNamed() {
    known(
        new Hamlet()
            .deployment("web", APP + ":1")
            .pod("web", APP + ":1", APP + "@" + A)
            .deployment("idle", APP + ":1")
            .workload(Kind.CronJob, "nightly", containers("nightly=" + APP + ":1")),
        A,
        "Nothing tells what these would run; they get the same digest: Deployment/idle,"
            + " CronJob/nightly");
  }

  @Test
  void aRunOfThePastDoesNotDecideButAlone() {
    Hamlet cron =
        new Hamlet()
            .workload(Kind.CronJob, "nightly", containers("nightly=" + APP + ":1"))
            .run("nightly", "2026-11-02T00:00:00Z", APP + ":1", APP + "@" + B)
            .run("nightly", "2026-11-01T00:00:00Z", APP + ":1", APP + "@" + A);
    known(cron, B);
    known(
        cron.deployment("web", APP + ":1").pod("web", APP + ":1", APP + "@" + A),
        A,
        "CronJob/nightly ran " + B + " the last time");
  }

  /** What it ran before somebody pinned it is over. */
  @Test
  void whatACronJobIsToRunNextCounts() {
    known(
        new Hamlet()
            .workload(Kind.CronJob, "nightly", containers("nightly=" + APP + "@" + A))
            .run("nightly", "2026-11-02T00:00:00Z", APP + ":1", APP + "@" + B),
        A,
        "No pod runs it");
  }

  /** Something on the way writes digests for tags: pods differ from their template at once. */
  @Test
  void aPodWithADigestForItsTagIsNoOlderOne() {
    known(new Hamlet().deployment("web", APP + ":1").pod("web", APP + "@" + A, APP + "@" + A), A);
  }
}
