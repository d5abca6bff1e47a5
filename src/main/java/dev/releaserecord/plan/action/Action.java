package dev.releaserecord.plan.action;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One write to one object, with the values that the decision was based on. */
public sealed interface Action {

  WorkloadKey workload();

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
