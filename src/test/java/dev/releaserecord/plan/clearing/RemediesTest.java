package dev.releaserecord.plan.clearing;

import static dev.releaserecord.plan.clearing.Sketches.AT;
import static dev.releaserecord.plan.clearing.Sketches.GONE;
import static dev.releaserecord.plan.clearing.Sketches.ON_DELETE;
import static dev.releaserecord.plan.clearing.Sketches.daemonSet;
import static dev.releaserecord.plan.clearing.Sketches.deployment;
import static dev.releaserecord.plan.clearing.Sketches.ready;
import static dev.releaserecord.plan.clearing.Sketches.remedy;
import static dev.releaserecord.plan.clearing.Sketches.restart;
import static dev.releaserecord.plan.clearing.Sketches.row;
import static dev.releaserecord.plan.clearing.Sketches.statefulSet;
import static dev.releaserecord.plan.clearing.Sketches.workload;
import static dev.releaserecord.scene.PodSketch.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.PodSketch;
import dev.releaserecord.scene.Subject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done about each cause, and what is never done. */
class RemediesTest {

  /** All that its pods wait for is another template, another object or another right. */
  private static final Set<Cause> ACTED_UPON =
      EnumSet.of(
          Cause.StaleRevision, Cause.NodeLost, Cause.PendingTermination, Cause.DeadlineExceeded);

  static Stream<Arguments> broken() {
    return Stream.of(
        row(
            "a broken pod of an older revision keeps the newer from coming",
            statefulSet(1, 0).pod(pod("users-0").old().crashing(AT)),
            Cause.CrashLoop,
            "delete pod users-0"),
        row(
            "the highest ordinal first, as numbers",
            statefulSet(11, 0)
                .pod(pod("users-2").old().crashing(AT))
                .pod(pod("users-10").old().crashing(AT))
                .pod(pod("users-9").old().crashing(AT)),
            Cause.CrashLoop,
            "delete pod users-10"),
        row(
            "one at a time",
            statefulSet(2, 0)
                .pod(pod("users-0").old().crashing(AT))
                .pod(pod("users-1").old().leaving(AT.plusSeconds(20))),
            Cause.CrashLoop,
            "wait: a pod of it is on its way out"),
        row(
            "one that is gone but for its record is not waited for",
            statefulSet(2, 0)
                .pod(pod("users-0").old().crashing(AT))
                .pod(pod("users-1").old().leaving(AT.plusSeconds(20)).ended()),
            Cause.CrashLoop,
            "delete pod users-0"),
        row(
            "not below the partition, where it would come back the same",
            statefulSet(3, 1)
                .strategy(new Strategy(false, false, 1, false))
                .pod(pod("users-0").old().crashing(AT))
                .pod(ready("users-1")),
            Cause.CrashLoop,
            "leave"),
        row(
            "but at the partition",
            statefulSet(3, 1)
                .strategy(new Strategy(false, false, 1, false))
                .pod(pod("users-0").old().crashing(AT))
                .pod(pod("users-1").old().crashing(AT)),
            Cause.CrashLoop,
            "delete pod users-1"),
        row(
            "never one of the newest revision: a crash is not bounced",
            statefulSet(1, 0).pod(pod("users-0").crashing(AT)),
            Cause.CrashLoop,
            "leave"),
        row(
            "never a Ready one",
            statefulSet(2, 1).pod(ready("users-1").old()).pod(pod("users-0").crashing(AT)),
            Cause.CrashLoop,
            "leave"),
        row(
            "nor one that nobody found fault with",
            statefulSet(1, 0).pod(pod("users-0").old().created(AT)),
            Cause.CrashLoop,
            "leave"),
        row(
            "nor while its init container runs",
            statefulSet(1, 0).pod(pod("users-0").old().crashing(AT).migrating()),
            Cause.CrashLoop,
            "wait: an init container of pod users-0 runs, which may be a migration"),
        row(
            "a DaemonSet replaces its broken pods by itself",
            daemonSet(1, 0).pod(pod("users-x").old().crashing(AT)),
            Cause.CrashLoop,
            "leave"),
        row(
            "but not under OnDelete",
            daemonSet(1, 0).strategy(ON_DELETE).pod(pod("users-x").old().crashing(AT)),
            Cause.CrashLoop,
            "delete pod users-x"),
        row(
            "a Deployment does, too",
            deployment(1, 0).pod(pod("users-x").old().crashing(AT)),
            Cause.CrashLoop,
            "leave"),
        row(
            "a StatefulSet that was just changed does not say yet what its newest revision is",
            statefulSet(1, 0)
                .replicas(new Replicas(1, 1, 1, 0, false))
                .pod(pod("users-0").old().crashing(AT)),
            Cause.CrashLoop,
            "leave"));
  }

  static Stream<Arguments> stale() {
    return Stream.of(
        row(
            "a Ready pod goes under OnDelete alone, by eviction",
            statefulSet(2, 2).strategy(ON_DELETE).pod(ready("users-0").old()).pod(ready("users-1")),
            Cause.StaleRevision,
            "evict pod users-0"),
        row(
            "the highest ordinal first",
            statefulSet(2, 2)
                .strategy(ON_DELETE)
                .pod(ready("users-0").old())
                .pod(ready("users-1").old()),
            Cause.StaleRevision,
            "evict pod users-1"),
        row(
            "of a DaemonSet, too",
            daemonSet(1, 1).strategy(ON_DELETE).pod(ready("users-x").old()),
            Cause.StaleRevision,
            "evict pod users-x"),
        row(
            "one that runs the images of the template is left to whoever chose OnDelete",
            daemonSet(2, 2)
                .strategy(ON_DELETE)
                .pod(ready("users-x").outdated())
                .pod(ready("users-y").old()),
            Cause.StaleRevision,
            "evict pod users-y"),
        row(
            "even where it is the only one that is outdated",
            daemonSet(1, 1).strategy(ON_DELETE).pod(ready("users-x").outdated()),
            Cause.StaleRevision,
            "leave"),
        row(
            "what is not Ready goes first: no second one is missing",
            daemonSet(2, 1)
                .strategy(ON_DELETE)
                .pod(ready("users-z").old())
                .pod(pod("users-a").old()),
            Cause.StaleRevision,
            "delete pod users-a"),
        row(
            "not while one is missing",
            daemonSet(2, 1).strategy(ON_DELETE).pod(ready("users-x").old()),
            Cause.StaleRevision,
            "wait: the pod that was replaced last is not ready yet"),
        row(
            "nor while the one before is not Ready",
            daemonSet(2, 1)
                .strategy(ON_DELETE)
                .pod(ready("users-x").old())
                .pod(pod("users-y").created(AT)),
            Cause.StaleRevision,
            "wait: the pod that was replaced last is not ready yet"),
        row(
            "nor while it is Ready, but not for long enough to be available",
            daemonSet(2, 1).strategy(ON_DELETE).pod(ready("users-x").old()).pod(ready("users-y")),
            Cause.StaleRevision,
            "wait: the pod that was replaced last is not ready yet"),
        row(
            "nor while one is on its way out",
            daemonSet(1, 1)
                .strategy(ON_DELETE)
                .pod(ready("users-x").old())
                .pod(ready("users-y").old().leaving(AT.plusSeconds(30))),
            Cause.StaleRevision,
            "wait: the pod that was replaced last is not ready yet"),
        row(
            "nor one whose init container runs",
            daemonSet(1, 0).strategy(ON_DELETE).pod(pod("users-x").old().migrating()),
            Cause.StaleRevision,
            "wait: an init container of pod users-x runs, which may be a migration"),
        row(
            "what a partition keeps at an older revision stays there",
            statefulSet(1, 1)
                .strategy(new Strategy(false, false, 1, false))
                .pod(ready("users-0").old()),
            Cause.StaleRevision,
            "leave"));
  }

  static Stream<Arguments> lost() {
    Instant due = AT.minusSeconds(60);
    return Stream.of(
        row(
            "pods on a lost node go without its kubelet",
            deployment(2, 1)
                .nodes(GONE)
                .pod(pod("users-x").leaving(due))
                .pod(ready("users-y").on("node2"))
                .pod(ready("users-z").leaving(due)),
            Cause.NodeLost,
            "force-delete pod users-x, users-z"),
        row(
            "not those that nobody told to go",
            deployment(1, 0).nodes(GONE).pod(pod("users-x")),
            Cause.NodeLost,
            "leave"),
        row(
            "nor those that still have their time",
            deployment(1, 0).nodes(GONE).pod(pod("users-x").leaving(AT.plusSeconds(5))),
            Cause.NodeLost,
            "leave"),
        row(
            "nor those that a finalizer holds",
            deployment(1, 0).nodes(GONE).pod(pod("users-x").leaving(due, "example.com/wait")),
            Cause.NodeLost,
            "leave"),
        row(
            "never one of a StatefulSet",
            statefulSet(1, 0).nodes(GONE).pod(pod("users-0").leaving(due)),
            Cause.NodeLost,
            "refuse: a pod of a StatefulSet on a lost node is never force-deleted, because it may"
                + " still run there; once the node is surely off: kubectl delete node node1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"broken", "stale", "lost"})
  void eachCauseHasItsRemedy(String what, Subject subject, Cause cause, String expected) {
    assertThat(remedy(subject, cause)).as(what).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void whatNeedsAPersonIsLeft(Cause cause) {
    Subject down = deployment(2, 0).pod(pod("users-x").crashing(AT)).pod(pod("users-y"));

    assertThat(remedy(down, cause).equals("leave"))
        .isEqualTo(!ACTED_UPON.contains(cause) || !ofDeployments(cause));
  }

  private static boolean ofDeployments(Cause cause) {
    return cause == Cause.PendingTermination || cause == Cause.DeadlineExceeded;
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void aCronJobIsNeverCleared(Cause cause) {
    Subject runs =
        Subject.of(Kind.CronJob, "users")
            .container("users", PodSketch.IMAGE)
            .nodes(GONE)
            .pod(pod("users-1-x").crashing(AT))
            .pod(pod("users-1-y"))
            .pod(pod("users-1-z").leaving(AT.minusSeconds(60)));

    assertThat(remedy(runs, cause)).isEqualTo("leave");
    assertThat(restart(runs)).isEqualTo("leave");
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void noReadyPodIsEverDeleted(Cause cause) {
    for (Kind kind : List.of(Kind.Deployment, Kind.StatefulSet, Kind.DaemonSet)) {
      for (Strategy strategy : List.of(new Strategy(false, false, 0, false), ON_DELETE)) {
        Subject serving =
            workload(kind, 2, 2)
                .strategy(strategy)
                .nodes(GONE)
                .pod(ready("users-0").old())
                .pod(ready("users-1"));

        boolean rolled = cause == Cause.StaleRevision && strategy.onDelete();
        assertThat(remedy(serving, cause)).isEqualTo(rolled ? "evict pod users-0" : "leave");
        assertThat(restart(serving)).isEqualTo("leave");
      }
    }
  }
}
