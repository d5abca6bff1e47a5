package dev.releaserecord.status;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Statement;
import dev.releaserecord.condition.StepReason;
import dev.releaserecord.condition.Truth;
import dev.releaserecord.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The condition {@code ChecksPassed}; absent where the record has no check. */
final class CheckStatement {

  private CheckStatement() {}

  /** A check, and whose it is. */
  private record Row(String owner, CheckStatus status) {

    String text() {
      String name = owner.isEmpty() ? status.name() : owner + "/" + status.name();
      return status.message() == null ? name : name + " (" + status.message() + ")";
    }
  }

  static Optional<Statement> of(Plan plan, List<ServiceOutcome> services) {
    List<Row> rows =
        Stream.concat(
                services.stream()
                    .filter(ServiceOutcome::declared)
                    .flatMap(it -> rows(it.name(), it.plan().proof().rows())),
                rows("", plan.proof().rows()))
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : of(rows, CheckOutcome.Failed, Truth.False, StepReason.CheckFailed, "failed: ")
            .or(
                () ->
                    of(
                        rows,
                        CheckOutcome.Errored,
                        Truth.Unknown,
                        StepReason.CheckErrored,
                        "could not be run: "))
            .or(
                () ->
                    of(
                        rows,
                        CheckOutcome.Pending,
                        Truth.Unknown,
                        StepReason.ChecksPending,
                        "not ended yet: "))
            .or(
                () ->
                    Optional.of(
                        new Statement(
                            ConditionType.ChecksPassed,
                            Truth.True,
                            StepReason.AllChecksPassed,
                            "every check found what it expected")));
  }

  private static Stream<Row> rows(String owner, List<CheckStatus> rows) {
    return rows.stream().map(row -> new Row(owner, row));
  }

  /** The first few: all of them stand in the status. */
  private static Optional<Statement> of(
      List<Row> rows, CheckOutcome outcome, Truth truth, StepReason reason, String intro) {
    List<String> texts =
        rows.stream().filter(row -> row.status.outcome() == outcome).map(Row::text).toList();
    return texts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Statement(ConditionType.ChecksPassed, truth, reason, intro + Few.of(texts)));
  }
}
