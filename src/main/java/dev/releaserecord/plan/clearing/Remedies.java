package dev.releaserecord.plan.clearing;

import dev.releaserecord.api.ClearingAction;
import dev.releaserecord.plan.clearing.Remedy.Delete;
import dev.releaserecord.plan.clearing.Remedy.Evict;
import dev.releaserecord.plan.clearing.Remedy.Leave;
import dev.releaserecord.plan.clearing.Remedy.Refuse;
import dev.releaserecord.plan.clearing.Remedy.Wait;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Diagnosis;
import dev.releaserecord.rollout.diagnosis.Diagnostician;
import dev.releaserecord.rollout.diagnosis.Facts;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One remedy for each cause. A Ready pod goes only under {@code OnDelete}, and then one at a time;
 * only Deployments are ever scaled; a finalizer is never taken off.
 */
final class Remedies {

  static final Comparator<Pod> HIGHEST_FIRST =
      Comparator.<Pod>comparingInt(Diagnostician::ordinal).reversed().thenComparing(Pod::name);

  private final Facts facts;
  private final Diagnosis diagnosis;
  private final Workload workload;
  private final String newest;

  private Remedies(Facts facts, Diagnosis diagnosis) {
    this.facts = facts;
    this.diagnosis = diagnosis;
    this.workload = facts.workload();
    this.newest = Diagnostician.newestRevision(facts);
  }

  /**
   * What would free a workload whose template is right.
   *
   * @param cause why it does not move
   */
  static Remedy of(Facts facts, Diagnosis diagnosis, Cause cause) {
    Remedies remedies = new Remedies(facts, diagnosis);
    return remedies.ofJobs()
        ? new Leave()
        : remedies.behind().orElseGet(() -> remedies.remedy(cause));
  }

  /** A Job tries again by itself, and its pod may be a migration. */
  private boolean ofJobs() {
    return !workload.key().kind().keepsPodsRunning();
  }

  private Remedy remedy(Cause cause) {
    return switch (cause) {
      case StaleRevision -> roll();
      case NodeLost -> forget();
      case PendingTermination ->
          DrainRule.nothingServes(facts) ? DrainRule.drain(facts) : new Leave();
      case DeadlineExceeded -> unexplained();
      // What these need is another template, another object or another right: none of it is ours.
      case UnresolvedPlaceholder,
          InvalidImageName,
          ImageNotFound,
          ImageNotOnNode,
          ImagePullFailed,
          ImagePullUnauthorized,
          MissingSecret,
          MissingSecretKey,
          MissingConfigMap,
          ConfigError,
          StartError,
          OutOfMemory,
          ProbeFailing,
          CrashLoop,
          InitCrashLoop,
          AdmissionDenied,
          QuotaExceeded,
          VolumeNotFound,
          Unschedulable,
          VolumeMountFailed,
          DigestMismatch,
          Paused ->
          new Leave();
      // Of the release: no pod is in the way.
      case WorkloadNotFound,
          ContainerNotFound,
          ManagedElsewhere,
          SecretMalformed,
          EnvMismatch,
          DependencyNotReady,
          RotationUnproven,
          SetRefused,
          UndoneByHand,
          Drifted ->
          new Leave();
    };
  }

  /**
   * A StatefulSet waits for a broken pod of an older revision for ever, and under OnDelete every
   * controller does: it is deleted, of a StatefulSet the highest ordinal first, one at a time
   * (Kubernetes documentation, "StatefulSets", "Forced rollback").
   */
  private Optional<Remedy> behind() {
    boolean waits =
        workload.key().kind() == Kind.StatefulSet
            || workload.key().kind() == Kind.DaemonSet && workload.strategy().onDelete();
    if (!waits || newest.isEmpty()) {
      return Optional.empty();
    }
    Set<String> broken =
        diagnosis.faults().stream()
            .filter(fault -> fault.cause() != Cause.NodeLost)
            .map(fault -> fault.place().pod())
            .collect(Collectors.toSet());
    List<Pod> old =
        facts.pods().stream()
            .filter(pod -> standing(pod) && !pod.ready() && broken.contains(pod.name()))
            .filter(pod -> outdated(pod) && replaced(pod))
            .sorted(HIGHEST_FIRST)
            .toList();
    return old.isEmpty() ? Optional.empty() : Optional.of(behind(old.getFirst()));
  }

  private Remedy behind(Pod pod) {
    return leaving() ? new Wait("a pod of it is on its way out") : replace(pod);
  }

  /** Whether its controller would make it anew of the newest revision. */
  private boolean replaced(Pod pod) {
    return workload.strategy().onDelete()
        || Diagnostician.ordinal(pod) >= workload.strategy().partition();
  }

  /** Old pods stay under OnDelete until somebody deletes them: one, when all others are well. */
  private Remedy roll() {
    if (!workload.strategy().onDelete() || newest.isEmpty()) {
      return new Leave();
    }
    List<Pod> all = facts.pods().stream().filter(pod -> pod.life().ended() == null).toList();
    boolean missing = all.size() < workload.replicas().wanted();
    boolean broken = all.stream().anyMatch(pod -> !pod.ready() && !outdated(pod));
    boolean settling = all.stream().filter(Pod::ready).count() > workload.replicas().available();
    if (missing || broken || settling || leaving()) {
      return new Wait("the pod that was replaced last is not ready yet");
    }
    // One that is not Ready serves nobody: it goes first, so that no second one is missing.
    return all.stream()
        .filter(pod -> outdated(pod) && !runsTemplate(pod))
        .min(Comparator.comparing(Pod::ready).thenComparing(HIGHEST_FIRST))
        .<Remedy>map(this::replace)
        .orElseGet(Leave::new);
  }

  /**
   * Whoever chose when pods go decides about the rest of the template; and the newest revision may
   * be unheard of. What was injected into a pod says nothing.
   */
  private boolean runsTemplate(Pod pod) {
    String values = workload.template().notes().restartedFor();
    return (values == null || values.equals(pod.template().restartedFor())) && runsImages(pod);
  }

  private boolean runsImages(Pod pod) {
    return workload.containers().stream()
        .allMatch(
            wanted ->
                pod.containers().stream()
                    .filter(it -> it.name().equals(wanted.name()))
                    .anyMatch(it -> it.image().equals(wanted.image())));
  }

  private Remedy replace(Pod pod) {
    if (pod.ready()) {
      return new Evict(pod.id());
    }
    return DrainRule.migrates(pod)
        ? new Wait("an init container of pod " + pod.name() + " runs, which may be a migration")
        : delete(ClearingAction.DeletePods, List.of(pod), false);
  }

  /** A pod of a StatefulSet might still run there: two of one name could write one volume. */
  private Remedy forget() {
    List<Pod> gone =
        facts.pods().stream()
            .filter(
                pod ->
                    pod.life().leaving() instanceof Pod.Leaving leaving
                        && leaving.finalizers().isEmpty())
            .filter(pod -> lost(pod.name()))
            .toList();
    if (gone.isEmpty()) {
      return new Leave();
    }
    return workload.key().kind() == Kind.StatefulSet
        ? new Refuse(
            "a pod of a StatefulSet on a lost node is never force-deleted, because it may still run"
                + " there; once the node is surely off: kubectl delete node "
                + gone.getFirst().placement().node())
        : delete(ClearingAction.ForceDeletePods, gone, false);
  }

  private boolean lost(String pod) {
    return diagnosis.faults().stream()
        .anyMatch(fault -> fault.cause() == Cause.NodeLost && fault.place().pod().equals(pod));
  }

  private Remedy unexplained() {
    return workload.key().kind() == Kind.Deployment && DrainRule.nothingServes(facts)
        ? DrainRule.drain(facts)
        : stuckPods();
  }

  /** Pods of the newest revision that are not Ready, of a StatefulSet the highest alone. */
  private Remedy stuckPods() {
    List<Pod> stuck =
        facts.pods().stream()
            .filter(pod -> standing(pod) && !pod.ready())
            .filter(pod -> newest.isEmpty() || !outdated(pod))
            .sorted(HIGHEST_FIRST)
            .toList();
    if (stuck.isEmpty()) {
      return new Leave();
    }
    if (stuck.stream().anyMatch(DrainRule::migrates)) {
      return new Refuse(
          "an init container runs, which may be a migration: its pod is not deleted while that"
              + " runs");
    }
    if (workload.key().kind() != Kind.StatefulSet) {
      return delete(ClearingAction.DeletePods, stuck, true);
    }
    return leaving()
        ? new Wait("a pod of it is on its way out")
        : delete(ClearingAction.DeletePods, stuck.subList(0, 1), true);
  }

  private boolean leaving() {
    return leaving(facts);
  }

  static boolean leaving(Facts facts) {
    return facts.pods().stream().anyMatch(pod -> pod.leaving() && pod.life().ended() == null);
  }

  static boolean standing(Pod pod) {
    return !pod.leaving() && pod.life().ended() == null;
  }

  private boolean outdated(Pod pod) {
    return !pod.revision().isEmpty() && !pod.revision().equals(newest);
  }

  private static Remedy delete(ClearingAction kind, List<Pod> pods, boolean spends) {
    return new Delete(kind, ids(pods), false, spends);
  }

  private static List<Pod.Identity> ids(List<Pod> pods) {
    return pods.stream().map(Pod::id).toList();
  }
}
