package dev.releaserecord.plan.clearing;

import dev.releaserecord.plan.clearing.Remedy.Delete;
import dev.releaserecord.plan.clearing.Remedy.Drain;
import dev.releaserecord.plan.clearing.Remedy.Evict;
import dev.releaserecord.plan.clearing.Remedy.Leave;
import dev.releaserecord.plan.clearing.Remedy.Refuse;
import dev.releaserecord.plan.clearing.Remedy.Wait;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Diagnostician;
import dev.releaserecord.rollout.diagnosis.Facts;
import dev.releaserecord.rollout.diagnosis.PodExamination;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * One remedy for each cause. A Ready pod goes only under {@code OnDelete}, and then one at a time;
 * only Deployments are ever scaled; a finalizer is never taken off.
 */
public final class Remedies {

  private final Facts facts;
  private final Workload workload;
  private final String newest;

  private Remedies(Facts facts) {
    this.facts = facts;
    this.workload = facts.workload();
    this.newest = Diagnostician.newestRevision(facts);
  }

  /**
   * What would free a workload whose template is right.
   *
   * @param cause why it does not move
   * @param retry whether somebody asked to try again
   */
  public static Remedy of(Facts facts, Cause cause, boolean retry) {
    return new Remedies(facts).remedy(cause, retry);
  }

  private Remedy remedy(Cause cause, boolean retry) {
    return switch (cause) {
      case StaleRevision -> roll();
      case NodeLost -> forget();
      case PendingTermination -> overdue();
      case DeadlineExceeded -> unexplained();
      case CrashLoop, InitCrashLoop -> retry ? bounce() : behind();
      // What these need is another template, and it is there: only what is left of the older one
      // can be in the way.
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
          ProbeFailing ->
          behind();
      case AdmissionDenied,
          QuotaExceeded,
          VolumeNotFound,
          Unschedulable,
          VolumeMountFailed,
          DigestMismatch,
          Paused,
          WorkloadNotFound,
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
   * A StatefulSet waits for a broken pod of an older revision for ever: it is deleted, the highest
   * ordinal first, one at a time (Kubernetes documentation, "StatefulSets", "Forced rollback").
   */
  private Remedy behind() {
    if (workload.key().kind() != Kind.StatefulSet || newest.isEmpty()) {
      return new Leave();
    }
    if (facts.pods().stream().anyMatch(Pod::leaving)) {
      return new Wait("a pod of it is on its way out");
    }
    return facts.pods().stream()
        .filter(pod -> !pod.ready() && !pod.revision().equals(newest))
        .filter(pod -> Diagnostician.ordinal(pod) >= workload.strategy().partition())
        .max(Comparator.comparingInt(Diagnostician::ordinal))
        .<Remedy>map(pod -> new Delete(List.of(pod.id()), false, false))
        .orElseGet(Leave::new);
  }

  /** Old pods stay under OnDelete until somebody deletes them: one, when all others are well. */
  private Remedy roll() {
    if (!workload.strategy().onDelete() || newest.isEmpty()) {
      return new Leave();
    }
    List<Pod> standing = facts.pods().stream().filter(pod -> pod.life().ended() == null).toList();
    List<Pod> old = standing.stream().filter(pod -> !pod.revision().equals(newest)).toList();
    boolean missing = standing.size() < workload.replicas().wanted();
    boolean leaving = standing.stream().anyMatch(Pod::leaving);
    boolean broken =
        standing.stream().anyMatch(pod -> !pod.ready() && pod.revision().equals(newest));
    if (missing || leaving || broken) {
      return new Wait("the pod that was replaced last is not ready yet");
    }
    // One that is not Ready serves nobody: it goes first, so that no second one is missing.
    return old.stream()
        .min(Comparator.comparing(Pod::ready).thenComparing(this::place))
        .<Remedy>map(this::replace)
        .orElseGet(Leave::new);
  }

  private Remedy replace(Pod pod) {
    return pod.ready() ? new Evict(pod.id()) : new Delete(List.of(pod.id()), false, false);
  }

  private String place(Pod pod) {
    return workload.key().kind() == Kind.StatefulSet
        ? "%010d".formatted(Integer.MAX_VALUE - Diagnostician.ordinal(pod))
        : pod.name();
  }

  /** A pod of a StatefulSet might still run there: two of one name could write one volume. */
  private Remedy forget() {
    if (workload.key().kind() == Kind.StatefulSet) {
      return new Refuse(
          "a pod of a StatefulSet on a lost node is never force-deleted, because it may still run"
              + " there; once the node is surely off: kubectl delete node <node>");
    }
    List<Pod.Identity> gone =
        facts.pods().stream()
            .filter(pod -> PodExamination.overdue(facts, pod))
            .filter(pod -> PodExamination.onLostNode(facts, pod))
            .filter(pod -> pod.life().leaving() != null && pod.life().leaving().finalizers().isEmpty())
            .map(Pod::id)
            .toList();
    return gone.isEmpty() ? new Leave() : new Delete(gone, true, true);
  }

  /** A pod that does not go is deleted already: only a drain can help, and only where all is down. */
  private Remedy overdue() {
    return nothingServes() ? drain() : new Leave();
  }

  private Remedy unexplained() {
    if (nothingServes() && workload.key().kind() == Kind.Deployment) {
      return drain();
    }
    return stuckPods();
  }

  private boolean nothingServes() {
    return workload.replicas().available() == 0
        && facts.pods().stream()
            .flatMap(pod -> pod.containers().stream())
            .filter(container -> container.role() == ContainerRole.Main)
            .noneMatch(container -> container.run().ready());
  }

  private Remedy drain() {
    if (workload.key().kind() != Kind.Deployment || workload.replicas().wanted() == 0) {
      return new Leave();
    }
    if (migrates()) {
      return new Refuse(
          "an init container is running, which may be a migration: it is not drained while that"
              + " runs");
    }
    return new Drain(workload.replicas().wanted());
  }

  private boolean migrates() {
    return facts.pods().stream()
        .flatMap(pod -> pod.containers().stream())
        .filter(container -> container.role() == ContainerRole.Init)
        .anyMatch(container -> container.state() instanceof ContainerState.Running);
  }

  /** Pods of the newest revision that are not Ready, of a StatefulSet the highest alone. */
  private Remedy stuckPods() {
    if (migrates()) {
      return new Refuse("an init container is running, which may be a migration");
    }
    List<Pod> stuck =
        facts.pods().stream()
            .filter(pod -> !pod.ready() && !pod.leaving() && pod.life().ended() == null)
            .filter(pod -> newest.isEmpty() || pod.revision().equals(newest))
            .toList();
    return delete(stuck);
  }

  /** Restarted at once instead of when the kubelet's back-off is over. */
  private Remedy bounce() {
    List<Pod> backingOff =
        facts.pods().stream()
            .filter(pod -> !pod.ready() && !pod.leaving())
            .filter(pod -> pod.containers().stream().anyMatch(Remedies::backsOff))
            .toList();
    return delete(backingOff);
  }

  private static boolean backsOff(PodContainer container) {
    return container.state() instanceof ContainerState.Waiting(String reason, String _)
        && Set.of("CrashLoopBackOff", "ImagePullBackOff").contains(reason);
  }

  private Remedy delete(List<Pod> pods) {
    if (pods.isEmpty()) {
      return new Leave();
    }
    if (workload.key().kind() == Kind.StatefulSet) {
      return facts.pods().stream().anyMatch(Pod::leaving)
          ? new Wait("a pod of it is on its way out")
          : new Delete(
              List.of(
                  pods.stream().max(Comparator.comparingInt(Diagnostician::ordinal)).get().id()),
              true,
              false);
    }
    return new Delete(pods.stream().map(Pod::id).toList(), true, false);
  }
}
