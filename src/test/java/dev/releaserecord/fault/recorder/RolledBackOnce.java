package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set that fails gives way once, to one that was recorded; what was gone back to never gives way
 * in turn; and no status forgets it before the record declares something else.
 */
final class RolledBackOnce implements Invariant {

  static final String NAME = "a rollback is made once";

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    Set<String> targets = new HashSet<>();
    Revision standing = null;
    for (Revision record : account.records().toList()) {
      JsonNode rollback = rollback(record);
      String why =
          standing != null && same(standing, record)
              ? changed(standing, rollback)
              : rollback.isMissingNode() ? null : begun(account, record, targets);
      if (why != null) {
        found.add(
            account.violation(
                NAME,
                "at %d %s".formatted(record.number(), why),
                record.resource(),
                record.name()));
      }
      if (!rollback.isMissingNode()) {
        standing = record;
        targets.add(rollback.path("to").asText());
      }
    }
    return found;
  }

  /** Whether nothing was declared since, and nobody asks to try again. */
  private static boolean same(Revision standing, Revision now) {
    return GivenUpStaysOut.sameSpec(standing, now)
        && !GivenUpStaysOut.askedAgain(standing)
        && !GivenUpStaysOut.askedAgain(now);
  }

  /** That of what the record declares now; a status of an earlier spec says nothing of it. */
  private static JsonNode rollback(Revision record) {
    JsonNode status = record.object().path("status");
    boolean current =
        status.path("observedGeneration").equals(record.object().at("/metadata/generation"));
    return current ? status.path("rollback") : MissingNode.getInstance();
  }

  private static @Nullable String changed(Revision standing, JsonNode now) {
    JsonNode before = rollback(standing);
    return now.equals(before)
        ? null
        : now.isMissingNode()
            ? "the status has forgotten " + before
            : "it was rolled back again: " + before + ", then " + now;
  }

  private static @Nullable String begun(Account account, Revision record, Set<String> targets) {
    JsonNode rollback = rollback(record);
    if (targets.contains(rollback.path("from").asText())) {
      return "what had been gone back to was rolled back: " + rollback;
    }
    return Sets.recorded(account, rollback.path("to").asText(), record.number())
        ? null
        : "it was rolled back to what was never recorded: " + rollback;
  }
}
