package dev.releaserecord.plan.clearing;

import static dev.releaserecord.plan.clearing.Sketches.AT;
import static dev.releaserecord.plan.clearing.Sketches.daemonSet;
import static dev.releaserecord.plan.clearing.Sketches.deployment;
import static dev.releaserecord.plan.clearing.Sketches.ready;
import static dev.releaserecord.plan.clearing.Sketches.remedy;
import static dev.releaserecord.plan.clearing.Sketches.row;
import static dev.releaserecord.plan.clearing.Sketches.statefulSet;
import static dev.releaserecord.scene.PodSketch.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Surroundings.Scaling;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Subject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is drained where nothing tells why it does not move, and what loses its pods instead. */
class DrainRuleTest {

  private static final String MIGRATION =
      "refuse: an init container runs, which may be a migration";

  static Stream<Arguments> unexplained() {
    Subject twoDown = deployment(2, 0).pod(pod("users-x")).pod(pod("users-y"));
    return Stream.of(
        row(
            "a Deployment of which nothing serves is drained",
            twoDown,
            Cause.DeadlineExceeded,
            "scale to 0 and back to 2 (spends)"),
        row(
            "so is one whose pods do not go",
            deployment(2, 0).pod(pod("users-x").leaving(AT.minusSeconds(60), "example.com/wait")),
            Cause.PendingTermination,
            "scale to 0 and back to 2 (spends)"),
        row(
            "not while a pod that goes still serves",
            deployment(1, 0).pod(ready("users-x").leaving(AT.minusSeconds(60))),
            Cause.PendingTermination,
            "leave"),
        row(
            "while something is available, the stuck pods alone go",
            deployment(3, 1)
                .pod(pod("users-y"))
                .pod(pod("users-x"))
                .pod(ready("users-z"))
                .pod(pod("users-old").old()),
            Cause.DeadlineExceeded,
            "delete pod users-x, users-y (spends)"),
        row(
            "also while a container is ready, be its pod Ready or not",
            deployment(2, 0).pod(ready("users-x")).pod(pod("users-y")),
            Cause.DeadlineExceeded,
            "delete pod users-y (spends)"),
        row(
            "of a StatefulSet the highest alone",
            statefulSet(3, 0).pod(pod("users-0")).pod(pod("users-2")).pod(pod("users-1")),
            Cause.DeadlineExceeded,
            "delete pod users-2 (spends)"),
        row(
            "after the one before has gone",
            statefulSet(2, 0).pod(pod("users-0")).pod(pod("users-1").leaving(AT.plusSeconds(10))),
            Cause.DeadlineExceeded,
            "wait: a pod of it is on its way out"),
        row(
            "a StatefulSet is never scaled",
            statefulSet(1, 0).pod(pod("users-0").leaving(AT.minusSeconds(60), "example.com/wait")),
            Cause.PendingTermination,
            "leave"),
        row(
            "nor a DaemonSet",
            daemonSet(2, 0).pod(pod("users-x")).pod(pod("users-y")),
            Cause.DeadlineExceeded,
            "delete pod users-x, users-y (spends)"),
        row("what wants no pod is not drained", deployment(0, 0), Cause.DeadlineExceeded, "leave"),
        row(
            "an autoscaler would scale against it",
            deployment(1, 0).scaling(new Scaling(true, List.of("hpa-a", "hpa-b"))),
            Cause.DeadlineExceeded,
            "refuse: HorizontalPodAutoscaler hpa-a, hpa-b scales it, and would scale against the"
                + " drain; scale it to 0 and back yourself"),
        row(
            "or might",
            deployment(1, 0).scaling(new Scaling(false, List.of())),
            Cause.DeadlineExceeded,
            "refuse: whether a HorizontalPodAutoscaler scales it cannot be read; grant the operator"
                + " list and watch of horizontalpodautoscalers (autoscaling), or scale it to 0 and"
                + " back yourself"),
        row(
            "a migration is let run before a drain",
            deployment(2, 0).pod(pod("users-x").migrating()).pod(pod("users-y")),
            Cause.DeadlineExceeded,
            MIGRATION + ": it is not drained while that runs"),
        row(
            "that of a pod on its way out, too",
            deployment(1, 0).pod(pod("users-x").migrating().leaving(AT.minusSeconds(60))),
            Cause.PendingTermination,
            MIGRATION + ": it is not drained while that runs"),
        row(
            "and before a pod is deleted",
            statefulSet(1, 0).pod(pod("users-0").migrating()),
            Cause.DeadlineExceeded,
            MIGRATION + ": its pod is not deleted while that runs"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unexplained")
  void onlyWhatServesNobodyIsDrained(String what, Subject subject, Cause cause, String expected) {
    assertThat(remedy(subject, cause)).as(what).isEqualTo(expected);
  }
}
