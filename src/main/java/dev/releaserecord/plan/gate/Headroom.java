package dev.releaserecord.plan.gate;

import dev.releaserecord.rollout.Strategy.Surge;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.VolumeClaim;
import dev.releaserecord.rollout.VolumeClaim.Access;
import dev.releaserecord.rollout.Workload;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Deployment lacks to replace its pods where all old ones stay until a new one is available
 * ({@code maxUnavailable} comes to 0): such a rollout never begins.
 */
public final class Headroom {

  private static final String REMEDY = "set maxUnavailable to 1 and maxSurge to 0";

  private Headroom() {}

  /**
   * Each with what to do about it.
   *
   * @param pending whether its pods are to be replaced: what is left of a quota matters only then
   */
  public static Stream<String> missing(Workload workload, Surroundings around, boolean pending) {
    @Nullable Surge surge = workload.strategy().surge();
    Stream<String> ports =
        workload.strategy().surgeDeadlock() ? Stream.of(ports(workload)) : none();
    if (surge == null) {
      return ports;
    }
    Stream<String> volumes =
        around.claims().stream()
            .filter(claim -> surge.claims().contains(claim.name()))
            .filter(claim -> claim.access() != Access.Many)
            .map(claim -> volume(workload, claim));
    // Old pods that serve nothing go first, whatever the strategy says.
    boolean stay = pending && workload.replicas().available() > 0;
    Stream<String> quotas = stay ? quotas(workload, surge, around) : none();
    return Stream.of(ports, volumes, quotas).flatMap(messages -> messages);
  }

  private static Stream<String> none() {
    return Stream.empty();
  }

  private static String ports(Workload workload) {
    return workload.key()
        + " uses host ports and maxUnavailable 0: a new pod finds no free node while every node"
        + " runs an old one; "
        + REMEDY;
  }

  private static String volume(Workload workload, VolumeClaim claim) {
    String where =
        claim.access() == Access.ReadWriteOncePod
            ? "a new pod cannot have it while an old one does"
            : "a new pod can only start on the node of the old one";
    return workload.key()
        + " mounts PersistentVolumeClaim "
        + claim.name()
        + " ("
        + claim.access()
        + ") and its maxUnavailable comes to 0: "
        + where
        + ", which does not go first; set strategy.type to Recreate, or maxUnavailable to 1 and"
        + " maxSurge to 0";
  }

  private static Stream<String> quotas(Workload workload, Surge surge, Surroundings around) {
    return around.quotas().stream()
        .flatMap(
            quota -> {
              List<String> lacks = quota.lacks(surge.demand());
              return lacks.isEmpty()
                  ? none()
                  : Stream.of(
                      workload.key()
                          + " needs one pod more while it rolls out (its maxUnavailable comes to"
                          + " 0), and ResourceQuota "
                          + quota.name()
                          + " has no room for it ("
                          + String.join(", ", lacks)
                          + "); raise the quota, or "
                          + REMEDY);
            });
  }
}
