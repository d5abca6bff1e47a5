package dev.releaserecord.plan.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people granted a record.
 *
 * @param approvals those that name the record
 * @param blind why they cannot be seen; null where they can
 * @param editedBy who last changed the spec, by the annotation {@code releaserecord.dev/edited-by};
 *     null where nothing stamps it
 */
public record Grants(List<Approval> approvals, @Nullable Blind blind, @Nullable String editedBy) {

  public static final Grants NONE = new Grants(List.of(), null, null);

  /**
   * Why something cannot be seen.
   *
   * @param message a sentence that says what to grant
   * @param forbidden whether a right is missing; else it will pass
   */
  public record Blind(String message, boolean forbidden) {}

  public Grants {
    approvals = List.copyOf(approvals);
  }
}
