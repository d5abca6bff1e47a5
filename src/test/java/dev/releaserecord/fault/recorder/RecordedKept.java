package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded is dropped only where there is more of it than asked for, and never the set
 * that was verified last, nor the one that is enforced or runs.
 */
final class RecordedKept implements Invariant {

  static final String NAME = "recorded sets are kept";

  private static final int LIMIT = 10;

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    for (Sets.Step step : Sets.steps(account)) {
      Revision now = step.revision();
      String why = now.beingDeleted() ? why(account, step) : null;
      if (why != null) {
        found.add(
            account.violation(
                NAME,
                "at %d %s was dropped, %s".formatted(now.number(), now.name(), why),
                now.resource(),
                now.name()));
      }
    }
    return found;
  }

  private static @Nullable String why(Account account, Sets.Step step) {
    Revision now = step.revision();
    Revision record =
        Sets.latest(account, "releaserecords", Sets.record(now.object()), now.number())
            .orElse(null);
    if (record == null || record.beingDeleted()) {
      return null;
    }
    JsonNode kept = now.object();
    long rank = Sets.rank(kept);
    if (step.siblings().size() <= record.object().at("/spec/historyLimit").asInt(LIMIT)) {
      return "and there were no more than asked for";
    }
    if (step.siblings().stream().allMatch(it -> Sets.rank(it.object()) <= rank)) {
      return "and was the newest";
    }
    if (record.object().at("/status/enforcedSet").asText().equals(Sets.set(kept))) {
      return "and was enforced";
    }
    return Sets.runs(account, kept, now.number()) ? "and ran" : null;
  }
}
