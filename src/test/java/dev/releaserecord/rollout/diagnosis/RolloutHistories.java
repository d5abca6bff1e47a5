package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.cronJob;
import static dev.releaserecord.rollout.diagnosis.Case.daemonSet;
import static dev.releaserecord.rollout.diagnosis.Case.deployment;
import static dev.releaserecord.rollout.diagnosis.Case.statefulSet;
import static dev.releaserecord.rollout.diagnosis.PodCase.endedState;
import static dev.releaserecord.rollout.diagnosis.PodCase.exit;
import static dev.releaserecord.rollout.diagnosis.PodCase.pod;
import static dev.releaserecord.rollout.diagnosis.PodCase.readyPod;
import static dev.releaserecord.rollout.diagnosis.PodCase.runningState;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.diagnosis.HealthyHistoriesTest.History;
import java.util.stream.Stream;

/** Healthy and slow lives of workloads, their nodes and their Jobs. */
final class RolloutHistories {

  private RolloutHistories() {}

  private static PodCase broken(String name) {
    return pod(name).waiting("InvalidImageName", "").image("users@IGEST_USERS__");
  }

  private static PodCase creating(String name) {
    return pod(name).waiting("ContainerCreating", "");
  }

  static Stream<History> deployments() {
    return Stream.of(
        History.of(
            "a rolling update whose old pods go within their grace period",
            deployment()
                .counts(2, 3, 1, 2)
                .at(5)
                .with(readyPod("o0").old(), readyPod("o1").old(), creating("n0")),
            deployment()
                .counts(2, 3, 2, 2)
                .at(40)
                .with(
                    readyPod("o0").old().leaving(60),
                    readyPod("o1").old(),
                    readyPod("n0"),
                    creating("n1")),
            deployment()
                .counts(2, 2, 2, 2)
                .at(89)
                .with(readyPod("o1").old().leaving(60), readyPod("n0"), readyPod("n1")),
            deployment().counts(2, 2, 2, 2).at(95).with(readyPod("n0"), readyPod("n1"))),
        History.of(
            "an old pod that goes by its finalizer in time",
            deployment()
                .counts(1, 1, 1, 1)
                .at(80)
                .with(readyPod("o").old().leaving(60, "a.io/drain"), readyPod("n"))),
        History.of(
            "a template that was just mended while the old broken pods stand",
            deployment().statusLags().at(100).with(broken("o").old()),
            deployment().at(101).with(broken("o").old()),
            deployment().at(102).with(broken("o").old(), creating("n").created(101)),
            deployment()
                .counts(1, 1, 1, 1)
                .at(130)
                .with(broken("o").old().leaving(150), readyPod("n"))),
        History.of(
            "a scale-up by an autoscaler",
            deployment().counts(4, 2, 2, 2).at(50).with(readyPod("a"), readyPod("b")),
            deployment()
                .counts(4, 4, 4, 2)
                .at(51)
                .with(
                    readyPod("a"),
                    readyPod("b"),
                    creating("c").created(50),
                    creating("d").created(50)),
            deployment()
                .counts(4, 4, 4, 4)
                .at(90)
                .with(readyPod("a"), readyPod("b"), readyPod("c"), readyPod("d"))),
        History.of(
            "a paused Deployment whose rollout is complete",
            deployment().stopped().counts(1, 1, 1, 1).with(readyPod("p"))),
        History.of(
            "a paused Deployment that is scaled up",
            deployment().stopped().counts(3, 1, 1, 1).with(readyPod("p")),
            deployment()
                .stopped()
                .counts(3, 3, 3, 1)
                .with(readyPod("p"), creating("q"), creating("r"))),
        History.of("a Deployment at 0", deployment().counts(0, 0, 0, 0)),
        History.of(
            "evicted pods that were left behind",
            deployment().counts(1, 1, 1, 1).with(pod("e").ended(true, "Evicted"), readyPod("p")),
            deployment().counts(1, 1, 1, 0).with(pod("e").ended(true, "Evicted"), creating("p"))),
        History.of(
            "a Deployment that was just made", deployment().noRevisions().counts(1, 0, 0, 0).at(0)),
        History.of(
            "a quota that is used up by pods that all stand",
            deployment().counts(1, 1, 1, 1).quota("q", "pods: 1 of 1").with(readyPod("p"))));
  }

  static Stream<History> ordered() {
    return Stream.of(
        History.of(
            "a StatefulSet that comes up in order",
            statefulSet().counts(3, 0, 0, 0).at(0),
            statefulSet().counts(3, 1, 1, 0).at(5).with(creating("users-0")),
            statefulSet()
                .counts(3, 2, 2, 1)
                .at(40)
                .with(readyPod("users-0"), creating("users-1").created(30)),
            statefulSet()
                .counts(3, 3, 3, 3)
                .at(90)
                .with(readyPod("users-0"), readyPod("users-1"), readyPod("users-2"))),
        History.of(
            "a StatefulSet that is rolled from the highest ordinal down",
            statefulSet()
                .counts(2, 2, 0, 2)
                .at(5)
                .with(readyPod("users-0").old(), readyPod("users-1").old().leaving(30)),
            statefulSet()
                .counts(2, 2, 1, 1)
                .at(35)
                .with(readyPod("users-0").old(), creating("users-1").created(34)),
            statefulSet()
                .counts(2, 2, 1, 2)
                .at(60)
                .with(readyPod("users-0").old(), readyPod("users-1"))),
        History.of(
            "a StatefulSet's pod that is replaced in a full quota",
            statefulSet()
                .counts(2, 2, 1, 1)
                .quota("q", "pods: 2 of 2")
                .with(readyPod("users-0"), readyPod("users-1").leaving(30)),
            statefulSet()
                .counts(2, 2, 2, 2)
                .quota("q", "pods: 2 of 2")
                .with(readyPod("users-0"), readyPod("users-1"))),
        History.of(
            "a StatefulSet whose pods could not be made an hour ago, and were since",
            statefulSet()
                .counts(2, 1, 1, 1)
                .at(3600)
                .failedCreate(10, "exceeded quota: q")
                .with(readyPod("users-0").created(60))),
        History.of(
            "a claim that the scheduler has not seen yet",
            statefulSet()
                .counts(1, 1, 1, 0)
                .at(60)
                .claim("data-users-0", "Bound", "fast")
                .with(creating("users-0"))),
        History.of(
            "a DaemonSet under OnDelete at its newest revision",
            daemonSet()
                .onDelete()
                .counts(2, 2, 2, 2)
                .with(readyPod("a"), readyPod("b").on("node2"))),
        History.of(
            "a DaemonSet that replaces broken pods of an older revision by itself",
            daemonSet().counts(2, 2, 1, 1).with(broken("a").old(), readyPod("b").on("node2"))),
        History.of(
            "a DaemonSet whose status lags",
            daemonSet()
                .statusLags()
                .counts(2, 2, 0, 1)
                .with(broken("a").old(), readyPod("b").old())));
  }

  static Stream<History> cronJobs() {
    return Stream.of(
        History.of("a CronJob that never ran", cronJob()),
        History.of("a CronJob that is suspended", cronJob().stopped()),
        History.of(
            "a CronJob that runs",
            cronJob().runs("j1", 0).at(1),
            cronJob().runs("j1", 0).at(600).with(pod("j1-a").ofJob("j1").running(5))),
        History.of(
            "a CronJob whose Job completed",
            cronJob()
                .completed("j1", 0)
                .at(600)
                .with(
                    pod("j1-a")
                        .ofJob("j1")
                        .container("app", ContainerRole.Main, endedState(exit(0, 50)), null, 0)
                        .ended(false, ""))),
        History.of(
            "a Job whose first pod failed and whose second runs",
            cronJob().runs("j1", 0).at(30).with(failedPod("j1-a")),
            cronJob()
                .runs("j1", 0)
                .at(60)
                .with(failedPod("j1-a"), pod("j1-b").ofJob("j1").created(40).running(45))),
        History.of(
            "a Job whose container failed once and completed, beside one that runs",
            cronJob()
                .runs("j1", 0)
                .at(60)
                .with(
                    pod("j1-a")
                        .ofJob("j1")
                        .container(
                            "app", ContainerRole.Main, endedState(exit(0, 50)), exit(1, 20), 1)
                        .container("log", ContainerRole.Main, runningState(5, true), null, 0))),
        History.of(
            "a CronJob whose newest Job completed after one that failed",
            cronJob().failed("j1", 0).completed("j2", 300).at(600).with(failedPod("j1-a"))));
  }

  private static PodCase failedPod(String name) {
    return pod(name)
        .ofJob("j1")
        .container("app", ContainerRole.Main, endedState(exit(1, 20)), null, 0)
        .ended(true, "");
  }

  static Stream<History> nodes() {
    return Stream.of(
        History.of(
            "a node that is drained",
            deployment()
                .node("node2")
                .node("node1")
                .at(20)
                .with(readyPod("p").leaving(50), creating("q").on("node2")),
            deployment()
                .node("node2")
                .at(60)
                .with(readyPod("p").leaving(50), creating("q").on("node2")),
            deployment().node("node2").at(75).with(readyPod("q").on("node2"))),
        History.of(
            "nodes that may not be read",
            deployment().at(40).with(creating("p").on("nobody-knows"))),
        History.of(
            "a new node that is not ready yet when its DaemonSet's pod comes",
            daemonSet().lostNode("node1", -5).at(30).with(creating("p")),
            daemonSet()
                .lostNode("node1", -5)
                .at(50)
                .with(creating("p").warned(49, "", "NetworkNotReady", "cni not initialized")),
            daemonSet().node("node1").at(60).with(readyPod("p"))),
        History.of(
            "a pod that is seen before its new node is",
            daemonSet().node("node2").at(2).with(creating("p"))),
        History.of(
            "a node that went while its Ready pod still counts",
            deployment().lostNode("node1", 100).at(105).with(readyPod("p"))));
  }
}
