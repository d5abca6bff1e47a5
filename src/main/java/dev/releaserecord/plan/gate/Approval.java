package dev.releaserecord.plan.gate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ReleaseApproval of one record. It cannot be changed once it stands.
 *
 * @param record the name of the record that it speaks of
 * @param created when the API server took it, in whole seconds
 * @param expires when it ends; null for never
 */
public record Approval(
    String name,
    String record,
    String digestSet,
    String approver,
    Instant created,
    @Nullable Instant expires) {

  boolean expiredAt(Instant at) {
    return expires != null && !at.isBefore(expires);
  }
}
