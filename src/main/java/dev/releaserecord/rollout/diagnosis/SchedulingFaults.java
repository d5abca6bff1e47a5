package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.Pod;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What keeps a pod from a node: room, rules, claims. */
final class SchedulingFaults {

  private static final String UNBOUND = "unbound immediate PersistentVolumeClaims";

  private SchedulingFaults() {}

  /** Whether the scheduler finds it no node. */
  static Optional<Fault> of(Facts facts, Pod pod) {
    Pod.Refusal refusal = pod.placement().refusal();
    Instant due = due(pod);
    boolean provisioning = due != null && facts.at().isBefore(due);
    if (refusal == null || pod.placement().node() != null || provisioning) {
      return Optional.empty();
    }
    return Optional.of(
        Phrases.volume(refusal.message())
            .filter(meaning -> !claimed(facts, meaning.object(), refusal.message()))
            .map(meaning -> claimless(facts, pod, meaning.object()))
            .orElseGet(() -> unschedulable(facts, pod, refusal)));
  }

  /** Volumes that are made on demand take a while; the scheduler refuses the pod until then. */
  static @Nullable Instant due(Pod pod) {
    Pod.Refusal refusal = pod.placement().refusal();
    Instant since = refusal == null ? null : refusal.since();
    return since != null && refusal != null && refusal.message().contains(UNBOUND)
        ? since.plus(PodExamination.SET_UP)
        : null;
  }

  /** Claims of a StatefulSet are made a moment before its pod: the scheduler may be behind. */
  private static boolean claimed(Facts facts, String claim, String message) {
    return !message.contains("being deleted")
        && facts.around().claims().stream().anyMatch(it -> it.name().equals(claim));
  }

  /** A pod that waits for a claim which is not there, or not for long. */
  static Fault claimless(Facts facts, Pod pod, String claim) {
    boolean leaving = facts.around().claims().stream().anyMatch(it -> it.name().equals(claim));
    return new Fault(
        Cause.VolumeNotFound,
        Place.of(pod),
        "needs the PersistentVolumeClaim "
            + claim
            + (leaving ? ", which is being deleted" : ", which does not exist"),
        "create it, or name one that exists in the manifest");
  }

  private static Fault unschedulable(Facts facts, Pod pod, Pod.Refusal refusal) {
    if (refusal.reason().equals("SchedulingGated")) {
      return new Fault(
          Cause.Unschedulable,
          Place.of(pod),
          "is kept from the scheduler by a scheduling gate",
          "look at the controller that takes the pod's spec.schedulingGates away");
    }
    String unbound =
        facts.around().claims().stream()
            .filter(claim -> !claim.phase().equals("Bound"))
            .filter(_ -> refusal.message().contains(UNBOUND))
            .map(
                claim ->
                    claim.name()
                        + " is "
                        + claim.phase()
                        + (claim.storageClass().isEmpty()
                            ? ", without a storage class"
                            : ", of class " + claim.storageClass()))
            .reduce((one, other) -> one + "; " + other)
            .map(text -> " (claims: " + text + ")")
            .orElse("");
    return new Fault(
        Cause.Unschedulable,
        Place.of(pod),
        "finds no node: " + Wording.cut(refusal.message()) + unbound,
        "add capacity or nodes, or mend requests, nodeSelector, affinity or tolerations");
  }
}
