package dev.releaserecord.plan.check;

import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.plan.check.CheckWanted.Subject;
import dev.releaserecord.plan.release.CheckRule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a service, or of the record, at one of their moments: they run in order, and the
 * first that did not pass keeps the others waiting.
 *
 * <p>A result counts for what it was proven for: the content of the check, and the basis that
 * whoever asks gives. It stands in the status, so nothing that was proven is asked again, whichever
 * process looks. A run is entered there before it begins.
 */
public final class Series {

  /** The status that announces a run is written by then; else it is looked for again. */
  private static final Duration WRITTEN_LATE = Duration.ofMillis(100);

  /** A database may learn of its new password after the Secret did. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Subject subject;
  private final List<CheckRule> rules;
  private final String basis;
  private final List<CheckStatus> before;
  private final Asking asking;

  /**
   * What a pass knows.
   *
   * @param recorded whether the last status stands in the cluster
   * @param anew what of it all that is known does not count any more
   * @param hold why nothing may be made in the cluster; null where it may
   * @param answers of runs that ended
   */
  public record Asking(
      Instant at, boolean recorded, Anew anew, @Nullable String hold, List<CheckAnswer> answers) {
    public Asking {
      answers = List.copyOf(answers);
    }

    /**
     * The same where pods have not yet what Secrets hold now: a Job would be given that, and its
     * answer be of something that does not run. What it is run for changes with their restart.
     */
    Asking sparingJobs() {
      return anew == Anew.Everything
          ? new Asking(at, recorded, Anew.AllButJobsThatPassed, hold, answers)
          : this;
    }
  }

  /** What is asked again although there is an answer for it. */
  public enum Anew {
    Nothing,
    Everything,
    AllButJobsThatPassed
  }

  /**
   * @param basis what the results are for, beside the checks themselves; texts that change exactly
   *     when all is to be asked anew
   * @param before results of earlier passes, those of other moments among them
   */
  public Series(
      Subject subject,
      List<CheckRule> rules,
      String basis,
      List<CheckStatus> before,
      Asking asking) {
    this.subject = subject;
    this.rules = rules.stream().filter(rule -> rule.at(subject.moment())).toList();
    this.basis = basis;
    this.before = before;
    this.asking = asking;
  }

  /** Whether there is nothing to prove. */
  public boolean none() {
    return rules.isEmpty();
  }

  /** Whether every check has passed for what there is now. */
  public boolean passed() {
    return rules.stream().allMatch(rule -> is(row(rule), CheckOutcome.Passed));
  }

  /** What is known, where nothing is to be asked now. */
  public List<CheckStatus> rows() {
    return rules.stream()
        .map(rule -> Objects.requireNonNullElse(row(rule), pending(rule)))
        .toList();
  }

  /** Where it stands, now that it is due. */
  public Stand stand() {
    List<CheckStatus> rows = new ArrayList<>();
    List<CheckWanted> wanted = new ArrayList<>();
    Stand.Open open = null;
    for (CheckRule rule : rules) {
      CheckStatus known = row(rule);
      if (open != null) {
        rows.add(known == null ? pending(rule) : known);
        continue;
      }
      CheckStatus row = known;
      if (!is(known, CheckOutcome.Passed)) {
        row = next(rule, known, wanted);
        open = open(rule, row, row != known || wanted.isEmpty() || !asking.recorded());
      }
      rows.add(Objects.requireNonNull(row));
    }
    return new Stand(rows, wanted, open);
  }

  private CheckStatus next(CheckRule rule, @Nullable CheckStatus known, List<CheckWanted> wanted) {
    if (known == null || known.since() == null) {
      return is(known, CheckOutcome.Failed) ? Objects.requireNonNull(known) : begun(rule);
    }
    CheckWanted run = new CheckWanted(subject, rule, proves(rule), known.since(), known.at());
    CheckAnswer answer =
        asking.answers.stream().filter(it -> it.wanted().equals(run)).findFirst().orElse(null);
    if (answer != null) {
      // Until this stands in the cluster the run stays wanted: it is not forgotten too early.
      wanted.add(run);
      return row(rule, answer, known.since());
    }
    if (due(rule, known)) {
      wanted.add(run);
    }
    return known;
  }

  /**
   * @param unwritten whether the next step waits for the status to be written, not for an answer
   */
  private Stand.@Nullable Open open(CheckRule rule, CheckStatus row, boolean unwritten) {
    String found = row.message() == null ? "" : row.message();
    Instant at = row.at();
    boolean again = subject.moment() == CheckMoment.BeforeRestart && at != null;
    Instant recheck = unwritten ? asking.at.plus(WRITTEN_LATE) : null;
    if (again && at != null && at.plus(AGAIN).isAfter(asking.at)) {
      recheck = at.plus(AGAIN);
    }
    return switch (row.outcome()) {
      case Passed -> null;
      case Failed -> new Stand.Open(Stand.Kind.Failed, rule.name(), found, again ? recheck : null);
      case Errored ->
          again || over(rule, row)
              ? new Stand.Open(Stand.Kind.Unanswered, rule.name(), found, again ? recheck : null)
              : new Stand.Open(Stand.Kind.Asking, rule.name(), found, recheck);
      case Pending ->
          new Stand.Open(
              Stand.Kind.Asking,
              rule.name(),
              held(rule) ? "it is a Job, and none is made under a hold" : "",
              held(rule) ? null : recheck);
    };
  }

  private boolean due(CheckRule rule, CheckStatus row) {
    if (held(rule)) {
      return false;
    }
    Instant at = row.at();
    if (at == null) {
      return true;
    }
    return subject.moment() == CheckMoment.BeforeRestart
        ? !asking.at.isBefore(at.plus(AGAIN))
        : row.outcome() == CheckOutcome.Errored && !over(rule, row);
  }

  private boolean held(CheckRule rule) {
    return asking.hold != null && rule.isJob();
  }

  /** Whether what cannot be asked has been tried for long enough. */
  private static boolean over(CheckRule rule, CheckStatus row) {
    Instant since = row.since();
    Instant at = row.at();
    return since != null && at != null && !at.isBefore(since.plus(rule.deadline()));
  }

  /** The row that speaks of what there is now; null where none does. */
  private @Nullable CheckStatus row(CheckRule rule) {
    CheckMoment when = when();
    return before.stream()
        .filter(it -> it.name().equals(rule.name()) && it.when() == when)
        .filter(it -> proves(rule).equals(it.proves()))
        .filter(it -> counts(rule, it))
        .findFirst()
        .orElse(null);
  }

  private boolean counts(CheckRule rule, CheckStatus row) {
    return switch (asking.anew) {
      case Nothing -> true;
      case Everything -> false;
      case AllButJobsThatPassed -> rule.isJob() && is(row, CheckOutcome.Passed);
    };
  }

  private CheckStatus row(CheckRule rule, CheckAnswer answer, Instant since) {
    boolean asked =
        answer.outcome() == CheckOutcome.Errored
            || answer.outcome() == CheckOutcome.Failed
                && subject.moment() == CheckMoment.BeforeRestart;
    return new CheckStatus(
        rule.name(),
        when(),
        answer.outcome(),
        answer.message().isEmpty() ? null : answer.message(),
        asked ? since : null,
        answer.at().truncatedTo(ChronoUnit.SECONDS),
        Took.text(answer.took()),
        proves(rule));
  }

  private CheckStatus begun(CheckRule rule) {
    Instant since = asking.at.truncatedTo(ChronoUnit.SECONDS);
    return new CheckStatus(
        rule.name(), when(), CheckOutcome.Pending, null, since, null, null, proves(rule));
  }

  private CheckStatus pending(CheckRule rule) {
    return new CheckStatus(rule.name(), when(), CheckOutcome.Pending, null, null, null, null, null);
  }

  /** The moment that most checks have is left out. */
  private @Nullable CheckMoment when() {
    return subject.moment() == CheckMoment.AfterRollout ? null : subject.moment();
  }

  private String proves(CheckRule rule) {
    return Basis.digest(rule.content(), basis);
  }

  private static boolean is(@Nullable CheckStatus row, CheckOutcome outcome) {
    return row != null && row.outcome() == outcome;
  }
}
