package dev.releaserecord.worlds;

import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.List;

/**
 * A write that a pass wants.
 *
 * @param round those of a lower one come first
 * @param patch of the workload, empty where pods are deleted
 * @param seen what it is based on
 */
record Write(What what, WorkloadKey workload, int round, String patch, Basis seen) {

  enum What {
    Pin,
    Drain,
    Restore,
    LeaveScaled,
    Restart,
    DeletePods,
    EvictPod;

    static What of(Action action) {
      return switch (action) {
        case Action.Pin _ -> Pin;
        case Action.Drain _ -> Drain;
        case Action.Restore _ -> Restore;
        case Action.LeaveScaled _ -> LeaveScaled;
        case Action.Restart _ -> Restart;
        case Action.DeletePods _ -> DeletePods;
        case Action.EvictPod _ -> EvictPod;
      };
    }
  }

  /**
   * @param generation of the record that was looked at
   * @param uid of the workload that was looked at
   * @param images that it had
   * @param fresh whether it is still in that very state; true where nothing asks
   * @param guarded whether the record was seen to carry the finalizer
   * @param pods that are to go
   */
  record Basis(
      int generation,
      String uid,
      List<String> images,
      boolean fresh,
      boolean guarded,
      List<Target> pods) {

    Basis stale() {
      return new Basis(generation, uid, images, false, guarded, pods);
    }

    Basis with(List<Target> others) {
      return new Basis(generation, uid, images, fresh, guarded, others);
    }
  }

  /**
   * @param fresh whether it is still in the state that was looked at; true where nothing asks
   */
  record Target(String name, String uid, boolean fresh, boolean force) {}

  /** The workload was written since. */
  Write loadChanged(WorkloadKey key) {
    return what != What.Drain || !key.equals(workload) || !seen.fresh ? this : with(seen.stale());
  }

  /** A pod was written since. */
  Write podChanged(String pod) {
    if (what != What.DeletePods || seen.pods.stream().noneMatch(it -> it.name.equals(pod))) {
      return this;
    }
    List<Target> pods =
        seen.pods.stream()
            .map(it -> it.name.equals(pod) ? new Target(pod, it.uid, false, it.force) : it)
            .toList();
    return with(seen.with(pods));
  }

  private Write with(Basis basis) {
    return new Write(what, workload, round, patch, basis);
  }

  String label() {
    return switch (what) {
      case Pin -> "the operator pins " + workload;
      case Drain -> "the operator drains " + workload;
      case Restore -> "the operator restores " + workload;
      case LeaveScaled -> "the operator leaves " + workload + " as it is scaled";
      case Restart -> "the operator restarts " + workload;
      case DeletePods -> "the operator deletes " + names();
      case EvictPod -> "the operator evicts " + names();
    };
  }

  private List<String> names() {
    return seen.pods.stream().map(Target::name).toList();
  }
}
