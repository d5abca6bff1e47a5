package dev.releaserecord.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands on a workload's metadata that a decision needs.
 *
 * @param labelled whether it has any label at all (a patch cannot add below an absent map)
 * @param set the label {@code releaserecord.dev/set}: the set it was last pinned to
 * @param controller {@code Kind/name} of the controlling owner
 * @param gitOps the GitOps application that manages it
 * @param drain the label {@code releaserecord.dev/restore-replicas}; null where it is absent
 */
public record Marks(
    boolean labelled,
    @Nullable String set,
    @Nullable String controller,
    @Nullable GitOps gitOps,
    @Nullable Drain drain) {

  /** Our field manager (Kubernetes documentation, "Server-Side Apply"): what it wrote, we wrote. */
  public static final String MANAGER = "release-operator";

  /** What applies manifests from Git. */
  public enum Tool {
    ArgoCd,
    FluxKustomization,
    FluxHelmRelease
  }

  /**
   * What a workload is managed by, by its labels and annotations.
   *
   * @param name with the namespace before a slash where that is known
   */
  public record GitOps(Tool tool, String name) {}

  /** A workload that is not being drained. */
  public Marks(
      boolean labelled,
      @Nullable String set,
      @Nullable String controller,
      @Nullable GitOps gitOps) {
    this(labelled, set, controller, gitOps, null);
  }

  /**
   * A Deployment that was scaled to 0 to be cleared. Everything that must survive a crash stands in
   * the patch that did it.
   *
   * @param label the value as it stands there: the replicas to be restored
   * @param standing whether the replicas are at 0 by our own hand; if not, somebody has scaled it
   *     meanwhile, and that is left
   * @param since when it was done, to the second; null where nobody knows any more
   */
  public record Drain(String label, boolean standing, @Nullable Instant since) {

    /** What to scale back to; 0 where the label holds no number, which nothing can be made of. */
    public int replicas() {
      return label.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(label) : 0;
    }

    /** Whether it is to be scaled back. */
    public boolean owed() {
      return standing && replicas() > 0;
    }
  }

  public Marks withSet(String newSet) {
    return new Marks(true, newSet, controller, gitOps, drain);
  }

  public Marks withDrain(@Nullable Drain newDrain) {
    return new Marks(true, set, controller, gitOps, newDrain);
  }
}
