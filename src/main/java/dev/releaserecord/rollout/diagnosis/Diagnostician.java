package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Says what is wrong with a workload, each kind in its own way. What is merely slow is not wrong:
 * pulls under way, containers being created, startup probes that have still to pass, a pod that was
 * just made.
 */
public final class Diagnostician {

  private static final String STALE_NEXT =
      "delete the pod, or let the operator roll it, to bring it to the newest revision";

  private static final String BEHIND_NEXT =
      "the template is a newer one by now, but its controller waits for this pod: delete it, and it"
          + " comes back of the newer";

  private final Facts facts;
  private final Workload workload;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Pod> examined = new ArrayList<>();

  private Diagnostician(Facts facts) {
    this.facts = facts;
    this.workload = facts.workload();
  }

  public static Diagnosis diagnose(Facts facts) {
    Diagnostician diagnostician = new Diagnostician(facts);
    switch (facts.workload().key().kind()) {
      case Deployment -> diagnostician.deployment();
      case StatefulSet -> diagnostician.statefulSet();
      case DaemonSet -> diagnostician.daemonSet();
      case CronJob -> diagnostician.cronJob();
    }
    return diagnostician.diagnosis();
  }

  /** The hash that pods of the newest template carry; empty where nobody knows it yet. */
  public static String newestRevision(Facts facts) {
    Workload workload = facts.workload();
    if (!workload.replicas().current()) {
      return "";
    }
    return switch (workload.key().kind()) {
      case Deployment, DaemonSet -> facts.newest().map(Revision::hash).orElse("");
      case StatefulSet -> workload.template().revision();
      case CronJob -> "";
    };
  }

  private Diagnosis diagnosis() {
    Instant lookAgain =
        examined.stream()
            .flatMap(pod -> PodExamination.lookAgain(facts, pod))
            .min(Instant::compareTo)
            .orElse(null);
    return new Diagnosis(faults, lookAgain);
  }

  /** Old pods serve until the new ones do; only those that will not go are in the way. */
  private void deployment() {
    if (!workload.replicas().current()) {
      return;
    }
    CreationFaults.ofReplicaSet(facts).ifPresent(faults::add);
    String newest = newestRevision(facts);
    // Paused before its newest template came to any pod: what stands is all of older ones.
    boolean none = workload.strategy().stopped() && workload.replicas().updated() == 0;
    examine(pod -> pod.leaving() || !none && (newest.isEmpty() || pod.revision().equals(newest)));
    if (workload.strategy().stopped() && heldBack()) {
      paused();
    }
  }

  /** Pods of an older template, or none where no template was ever rolled out. Scaling goes on. */
  private boolean heldBack() {
    Replicas replicas = workload.replicas();
    return replicas.updated() < replicas.total()
        || (replicas.wanted() > replicas.total() && facts.newest().isEmpty());
  }

  private void paused() {
    faults.add(
        new Fault(
            Cause.Paused,
            new Place.InWorkload(),
            workload.key() + " is paused: nothing rolls out",
            "resume it: kubectl rollout resume deployment/" + workload.key().name()));
  }

  /** Ordered: a pod that is broken at an older revision keeps the newer one from coming. */
  private void statefulSet() {
    CreationFaults.ofController(facts, living()).ifPresent(faults::add);
    examine(_ -> true);
    stale(newestRevision(facts), this::staysBehind);
  }

  /** Its controller replaces broken pods of an older revision by itself, but not under OnDelete. */
  private void daemonSet() {
    if (!workload.replicas().current()) {
      return;
    }
    CreationFaults.ofController(facts, living()).ifPresent(faults::add);
    String newest = newestRevision(facts);
    boolean all = newest.isEmpty() || workload.strategy().onDelete();
    examine(pod -> all || pod.leaving() || pod.revision().equals(newest));
    stale(newest, _ -> workload.strategy().onDelete());
  }

  private long living() {
    return facts.pods().stream()
        .filter(pod -> !pod.leaving() && pod.life().ended() == null)
        .count();
  }

  /** The newest run of the present template, finished or not. */
  private void cronJob() {
    Optional<JobRun> newest =
        facts.runs().stream().max(Comparator.comparing(run -> run.id().created()));
    newest.ifPresent(
        run -> {
          boolean over = run.end() != null && !run.failed();
          Predicate<Pod> ofRun = pod -> pod.owner().equals(new Pod.Owner.OfJob(run.name()));
          // A Job may try again: one failed pod of a Job that goes on is no failure yet.
          boolean again =
              run.failed()
                  || facts.pods().stream().filter(ofRun).filter(Diagnostician::failed).count() > 1;
          examine(ofRun.and(pod -> !over && (again || !failed(pod))));
        });
  }

  private static boolean failed(Pod pod) {
    return pod.life().ended() instanceof Pod.Ended(boolean failed, String _, String _) && failed;
  }

  private void examine(Predicate<Pod> which) {
    List<Pod> pods = facts.pods().stream().filter(which).toList();
    examined.addAll(pods);
    pods.stream()
        .flatMap(pod -> PodExamination.of(facts, pod).map(fault -> behind(pod, fault)).stream())
        .forEach(faults::add);
  }

  /** What is broken in a pod of an older revision need not be mended: the template is another. */
  private Fault behind(Pod pod, Fault fault) {
    String newest = newestRevision(facts);
    boolean old = !newest.isEmpty() && !pod.revision().isEmpty() && !pod.revision().equals(newest);
    boolean partitioned =
        !workload.strategy().onDelete() && ordinal(pod) < workload.strategy().partition();
    return !old || partitioned || pod.leaving() || fault.cause() == Cause.NodeLost
        ? fault
        : new Fault(fault.cause(), fault.place(), fault.seen(), BEHIND_NEXT);
  }

  /** Pods that run well at an older revision and that nobody will replace. */
  private void stale(String newest, Predicate<Pod> stays) {
    if (newest.isEmpty()) {
      return;
    }
    facts.pods().stream()
        .filter(pod -> pod.ready() && !pod.revision().isEmpty())
        .filter(pod -> !pod.revision().equals(newest))
        .filter(stays)
        .map(this::stale)
        .forEach(faults::add);
  }

  private Fault stale(Pod pod) {
    String why =
        workload.strategy().onDelete()
            ? "updateStrategy is OnDelete"
            : "rollingUpdate.partition is " + workload.strategy().partition();
    return new Fault(
        Cause.StaleRevision,
        Place.of(pod),
        "still runs an older revision, because " + why,
        STALE_NEXT);
  }

  private boolean staysBehind(Pod pod) {
    return workload.strategy().onDelete() || ordinal(pod) < workload.strategy().partition();
  }

  /** Pods of a StatefulSet are numbered: {@code name-3}. */
  public static int ordinal(Pod pod) {
    String name = pod.name();
    try {
      return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    } catch (NumberFormatException _) {
      return Integer.MAX_VALUE;
    }
  }

  /** What the template alone shows to be wrong, for workloads whose pods say nothing yet. */
  public static Stream<Fault> template(Workload workload, Predicate<String> governed) {
    return workload.containers().stream()
        .filter(container -> governed.test(container.name()))
        .flatMap(container -> ImageFaults.ofTemplate(container).stream());
  }
}
