package dev.releaserecord.scene;

import dev.releaserecord.plan.Observation.Terms;
import dev.releaserecord.plan.check.CheckAnswer;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.secret.fact.KeyId;
import dev.releaserecord.secret.fact.Stock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pass may count on beside what it sees, as a test changes it piece by piece. */
final class TermsSketch {

  boolean recorded = true;
  @Nullable String retry;
  List<String> missingRights = List.of();
  Stock stock = new Stock(Map.of(), Map.of(), new KeyId(7));
  Grants grants = Grants.NONE;
  History history = History.EMPTY;
  List<CheckAnswer> answers = List.of();

  Terms terms() {
    return new Terms(recorded, retry, missingRights, stock, grants, history, answers);
  }
}
