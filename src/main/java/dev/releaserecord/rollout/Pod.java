package dev.releaserecord.rollout;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod as the informer last saw it.
 *
 * @param containers init containers and sidecars first, then main ones, each in their order
 */
public record Pod(
    Identity id,
    Owner owner,
    Template template,
    Life life,
    Placement placement,
    List<PodContainer> containers) {

  public Pod {
    containers = List.copyOf(containers);
  }

  /** Which object, and which state of it. */
  public record Identity(String name, String uid, String resourceVersion) {}

  /**
   * What it was made from.
   *
   * @param revision the hash that names the template: {@code pod-template-hash} or {@code
   *     controller-revision-hash}; empty where it has none
   * @param secrets names of the Secrets that its own spec refers to
   * @param restartedFor the annotation {@code releaserecord.dev/restarted-for}; null where it is
   *     absent
   */
  public record Template(String revision, List<String> secrets, @Nullable String restartedFor) {
    public Template {
      secrets = List.copyOf(secrets);
    }

    /** A template that was never restarted by us. */
    public Template(String revision, List<String> secrets) {
      this(revision, secrets, null);
    }

    /** A template that refers to no Secret. */
    public Template(String revision) {
      this(revision, List.of());
    }
  }

  /** Whose pod it is. */
  public sealed interface Owner {

    /** A workload's own, followed through its ReplicaSet. */
    record OfWorkload(WorkloadKey workload) implements Owner {}

    /** A Job's; whether a CronJob stands above it, only the Job knows. */
    record OfJob(String job) implements Owner {}
  }

  /**
   * Where it stands between its creation and its end.
   *
   * @param steadySince the instant since which it has been Ready without a restart, to the second;
   *     null while it is not Ready
   * @param leaving null unless it is being deleted
   * @param ended null unless all its containers have ended for good
   * @param closedGates readiness gates whose condition is not True while all containers are ready
   */
  public record Life(
      Instant created,
      @Nullable Instant steadySince,
      @Nullable Leaving leaving,
      @Nullable Ended ended,
      List<String> closedGates) {
    public Life {
      closedGates = List.copyOf(closedGates);
    }
  }

  /**
   * @param due when its grace period ends ({@code metadata.deletionTimestamp})
   * @param finalizers what has to happen before it may go
   */
  public record Leaving(Instant due, List<String> finalizers) {
    public Leaving {
      finalizers = List.copyOf(finalizers);
    }
  }

  /**
   * Its phase is Failed or Succeeded.
   *
   * @param reason such as {@code Evicted}; may be empty
   */
  public record Ended(boolean failed, String reason, String message) {}

  /**
   * @param node null until the scheduler has found one
   * @param refusal null unless the scheduler found none
   */
  public record Placement(@Nullable String node, @Nullable Refusal refusal) {}

  /**
   * Why the scheduler found no node.
   *
   * @param reason {@code Unschedulable} or {@code SchedulingGated}
   * @param since when it said so first
   */
  public record Refusal(String reason, String message, @Nullable Instant since) {}

  public String name() {
    return id.name;
  }

  public String revision() {
    return template.revision;
  }

  public boolean leaving() {
    return life.leaving != null;
  }

  public @Nullable Instant steadySince() {
    return life.steadySince;
  }

  public boolean ready() {
    return life.steadySince != null && life.leaving == null;
  }
}
