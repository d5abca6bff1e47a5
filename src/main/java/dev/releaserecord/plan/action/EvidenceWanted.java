package dev.releaserecord.plan.action;

import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.Set;

/**
 * What a broken container left behind is to be read, before anything is cleared.
 *
 * @param end how its last run ended
 * @param plain keys whose values need not be hidden, because they are declared to be ports,
 *     integers, booleans or host names
 * @param again whether the status holds it already, without a log: a later attempt may find one
 */
public record EvidenceWanted(
    WorkloadKey workload,
    Pod.Identity pod,
    String container,
    Termination end,
    Set<PlainKey> plain,
    boolean again) {

  public EvidenceWanted {
    plain = Set.copyOf(plain);
  }

  /** A key of a Secret, by names alone. */
  public record PlainKey(String secret, String key) {}
}
