package dev.releaserecord.plan.action;

import dev.releaserecord.api.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a broken container.
 *
 * @param evidence redacted; without a log where that could not be read or not be redacted
 * @param trouble why there is no log, with the missing verb and resource; null where there is one,
 *     or the container wrote nothing
 */
public record EvidenceTaken(EvidenceWanted wanted, Evidence evidence, @Nullable String trouble) {

  /** How a trouble begins that is a missing right; verb and resource follow, then a blank. */
  public static final String MAY_NOT = "may not ";
}
