package dev.releaserecord.plan.gate;

import dev.releaserecord.plan.pull.Pull;
import dev.releaserecord.plan.pull.PullReply;
import dev.releaserecord.plan.release.DependencyKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What others put before a record.
 *
 * @param dependencies what is known of each object that has to be ready first
 * @param approvals those that name the record
 * @param blind why they cannot be seen; null where they can
 * @param editedBy who last changed the spec, by the annotation {@code releaserecord.dev/edited-by};
 *     null where nothing stamps it
 * @param pulls what registries said of images
 */
public record Grants(
    Map<DependencyKey, DependencyView> dependencies,
    List<Approval> approvals,
    @Nullable Blind blind,
    @Nullable String editedBy,
    Map<Pull, PullReply> pulls) {

  public static final Grants NONE = new Grants(Map.of(), List.of(), null, null);

  /**
   * Why something cannot be seen.
   *
   * @param message a sentence that says what to grant
   * @param forbidden whether a right is missing; else it will pass
   */
  public record Blind(String message, boolean forbidden) {}

  public Grants {
    dependencies = Map.copyOf(dependencies);
    approvals = List.copyOf(approvals);
    pulls = Map.copyOf(pulls);
  }

  /** Where no registry has said anything. */
  public Grants(
      Map<DependencyKey, DependencyView> dependencies,
      List<Approval> approvals,
      @Nullable Blind blind,
      @Nullable String editedBy) {
    this(dependencies, approvals, blind, editedBy, Map.of());
  }

  /** The same with what registries said. */
  public Grants with(Map<Pull, PullReply> newPulls) {
    return new Grants(dependencies, approvals, blind, editedBy, newPulls);
  }

  /** What is known of one; nobody has looked for it yet where nothing is. */
  public DependencyView dependency(DependencyKey key) {
    return dependencies.getOrDefault(
        key, new DependencyView.Unknown("nobody has looked for it yet", false));
  }
}
