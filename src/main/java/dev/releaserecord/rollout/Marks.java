package dev.releaserecord.rollout;

import org.jspecify.annotations.Nullable;

/**
 * What stands on a workload's metadata that a decision needs.
 *
 * @param labelled whether it has any label at all (a patch cannot add below an absent map)
 * @param set the label {@code releaserecord.dev/set}: the set it was last pinned to
 * @param controller {@code Kind/name} of the controlling owner
 * @param gitOps the GitOps application that manages it, such as {@code Argo CD application gobee}
 */
public record Marks(
    boolean labelled, @Nullable String set, @Nullable String controller, @Nullable String gitOps) {

  public Marks withSet(String newSet) {
    return new Marks(true, newSet, controller, gitOps);
  }
}
