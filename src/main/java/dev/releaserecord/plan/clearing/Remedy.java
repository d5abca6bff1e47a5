package dev.releaserecord.plan.clearing;

import dev.releaserecord.api.ClearingAction;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Workload;
import java.util.List;
import java.util.stream.Collectors;

/** What would free a workload. */
public sealed interface Remedy {

  /** The operator does nothing about it; somebody else has to. */
  record Leave() implements Remedy {}

  /**
   * It would help, but must not be done now.
   *
   * @param why what stands against it, and what a person can do
   */
  record Refuse(String why) implements Remedy {}

  /** It goes on once something has happened that is under way. */
  record Wait(String on) implements Remedy {}

  /** Something that can be done at once. */
  sealed interface Act extends Remedy {

    ClearingAction kind();

    /** As a plan says it: {@code delete pod users-0}. */
    String text();

    /** The uids of what it acts on. */
    List<String> targets();

    /**
     * Whether it takes an attempt from the workload's budget. What only brings the next pod to the
     * newest revision does not: it comes to an end by itself.
     */
    boolean spends();

    /** The act itself, upon the workload as it was looked at. */
    Action action(Workload workload);
  }

  /**
   * Deletes pods that are not Ready.
   *
   * @param oneByOne whether only the first of them goes now, and the others after it
   */
  record Delete(ClearingAction kind, List<Pod.Identity> pods, boolean oneByOne, boolean spends)
      implements Act {
    public Delete {
      pods = List.copyOf(pods);
    }

    @Override
    public String text() {
      return (kind == ClearingAction.ForceDeletePods ? "force-delete pod " : "delete pod ")
          + pods.stream().map(Pod.Identity::name).collect(Collectors.joining(", "));
    }

    @Override
    public List<String> targets() {
      return pods.stream().map(Pod.Identity::uid).sorted().toList();
    }

    @Override
    public Action action(Workload workload) {
      List<Pod.Identity> now = oneByOne ? pods.subList(0, 1) : pods;
      return new Action.DeletePods(
          workload.key(),
          workload.id().uid(),
          now,
          kind == ClearingAction.ForceDeletePods,
          now.size() == pods.size());
    }
  }

  /** Evicts one pod, Ready or not, within its disruption budget. */
  record Evict(Pod.Identity pod) implements Act {
    @Override
    public ClearingAction kind() {
      return ClearingAction.EvictPod;
    }

    @Override
    public String text() {
      return "evict pod " + pod.name();
    }

    @Override
    public List<String> targets() {
      return List.of(pod.uid());
    }

    @Override
    public boolean spends() {
      return false;
    }

    @Override
    public Action action(Workload workload) {
      return new Action.EvictPod(workload.key(), workload.id().uid(), pod);
    }
  }

  /** Scales a Deployment to zero, and back after the drain period. */
  record Drain(String uid, int replicas) implements Act {
    @Override
    public ClearingAction kind() {
      return ClearingAction.Drain;
    }

    @Override
    public String text() {
      return "scale to 0 and back to " + replicas;
    }

    @Override
    public List<String> targets() {
      return List.of(uid);
    }

    @Override
    public boolean spends() {
      return true;
    }

    @Override
    public Action action(Workload workload) {
      return new Action.Drain(
          workload.key(),
          workload.id().uid(),
          workload.id().resourceVersion(),
          replicas,
          workload.marks().labelled());
    }
  }
}
