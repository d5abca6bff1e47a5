package dev.releaserecord.plan.action;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One act upon one workload, with the values that the decision was based on. */
public sealed interface Action {

  WorkloadKey workload();

  /** Of the workload that was looked at. */
  String uid();

  /**
   * Writes the declared images into one workload, all containers of all services in one patch,
   * hence one rollout.
   *
   * @param uid of the object that was looked at
   * @param marks of the object that was looked at
   * @param set the value for the label {@code releaserecord.dev/set}
   * @param changes at least one
   */
  record Pin(WorkloadKey workload, String uid, Marks marks, String set, List<ImageChange> changes)
      implements Action {
    public Pin {
      changes = List.copyOf(changes);
    }

    /** Whether somebody's change of a pinned image is set back, rather than a new digest pinned. */
    public boolean correctsDrift() {
      return changes.stream().anyMatch(ImageChange::drift);
    }
  }

  /**
   * Deletes pods that are not Ready, each only in the very state that was looked at.
   *
   * @param force without waiting for a kubelet that will never answer
   * @param last whether nothing of the attempt is left after it
   */
  record DeletePods(
      WorkloadKey workload, String uid, List<Pod.Identity> pods, boolean force, boolean last)
      implements Action {
    public DeletePods {
      pods = List.copyOf(pods);
    }
  }

  /** Evicts one pod of an older revision, Ready or not, within its disruption budget. */
  record EvictPod(WorkloadKey workload, String uid, Pod.Identity pod) implements Action {}

  /**
   * Scales a Deployment to 0 and labels it with what it is to be scaled back to, in one patch.
   *
   * @param replicas that must still stand there
   * @param labelled whether it has any label at all
   */
  record Drain(
      WorkloadKey workload, String uid, String resourceVersion, int replicas, boolean labelled)
      implements Action {}

  /**
   * Replaces all pods of a workload, because what they were started with has changed: writes into
   * its pod template what they are restarted for.
   *
   * @param notes of the template that was looked at
   * @param values keyed digest of what the new pods are to get, with the id of the key
   * @param objects whose change it is, as {@code Secret users-rds}
   */
  record Restart(
      WorkloadKey workload,
      String uid,
      String resourceVersion,
      Workload.Notes notes,
      String values,
      List<String> objects)
      implements Action {
    public Restart {
      objects = List.copyOf(objects);
    }
  }

  /** Scales a drained Deployment back and takes the label off, in one patch. */
  record Restore(WorkloadKey workload, String uid, String label, int replicas) implements Action {}

  /** Takes the label off a Deployment that somebody has scaled meanwhile: that is left. */
  record LeaveScaled(WorkloadKey workload, String uid, String label) implements Action {}

  /**
   * @param service on whose behalf
   * @param from the image that must still stand there
   * @param drift whether it had been pinned and somebody else moved it
   * @param manager who wrote {@code from}, by managedFields
   */
  record ImageChange(
      String service, Slot slot, String from, String to, boolean drift, @Nullable String manager) {

    public String container() {
      return slot.container();
    }
  }

  /**
   * Where a container stands in the pod template.
   *
   * @param index within {@code containers}, or {@code initContainers} for other roles than Main
   */
  record Slot(String container, ContainerRole role, int index) {}
}
