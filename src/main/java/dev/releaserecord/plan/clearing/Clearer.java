package dev.releaserecord.plan.clearing;

import dev.releaserecord.api.ClearingAction;
import dev.releaserecord.plan.clearing.Clearance.Words;
import dev.releaserecord.plan.release.Release.ClearingRules;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one workload: what would free it, whether it may be tried, and whether the attempt
 * has been written down, which comes before it is made.
 */
public final class Clearer {

  /** For an attempt whose entry is on its way to the cluster. */
  private static final Duration WRITTEN_SOON = Duration.ofMillis(100);

  /** For one that did not get there so soon: asking more often would not help it. */
  private static final Duration WRITTEN_LATE = Duration.ofSeconds(1);

  private final ClearingRules rules;
  private final boolean recorded;
  private final boolean retried;
  private final Instant at;

  /**
   * @param recorded whether the ledgers stand in the cluster as they are handed in
   * @param retried whether somebody asked to try again
   */
  public Clearer(ClearingRules rules, boolean recorded, boolean retried, Instant at) {
    this.rules = rules;
    this.recorded = recorded;
    this.retried = retried;
    this.at = at;
  }

  /**
   * @param hold why nothing may be done now; null where nothing stands against it
   */
  public Clearance clear(Patient patient, @Nullable String hold) {
    return switch (remedy(patient)) {
      case Remedy.Leave _ -> nothing(patient, Words.NONE);
      case Remedy.Wait(String on) -> nothing(patient, Words.of("; it waits: " + on));
      case Remedy.Refuse(String why) -> nothing(patient, Words.of("; it is not cleared: " + why));
      case Remedy.Act act -> act(patient, act, hold);
    };
  }

  /** Whoever asks to try again wants what backs off to start now; that is finished once begun. */
  private Remedy remedy(Patient patient) {
    Ledger ledger = patient.ledger();
    if (retried) {
      Remedy restart = RestartRule.restart(patient.facts(), _ -> true);
      if (!(restart instanceof Remedy.Leave)) {
        return restart;
      }
    }
    if (patient.crashes()) {
      Remedy fresh = RestartRule.restart(patient.facts(), patient::mendedSince);
      if (!(fresh instanceof Remedy.Leave)) {
        return fresh;
      }
    }
    if (ledger.open(ClearingAction.RestartPods)) {
      Remedy rest = RestartRule.restart(patient.facts(), pod -> ledger.targets(pod.id().uid()));
      if (!(rest instanceof Remedy.Leave)) {
        return rest;
      }
    }
    return patient.cause() == null
        ? new Remedy.Leave()
        : Remedies.of(patient.facts(), patient.diagnosis(), patient.cause());
  }

  private Clearance act(Patient patient, Remedy.Act act, @Nullable String hold) {
    if (hold != null || !rules.allowed()) {
      String why = hold == null ? "clearing.policy is Report" : hold;
      String note = "; nothing is done about it, because " + why + "; else: " + act.text();
      return nothing(patient, new Words(note, act.text(), false));
    }
    Ledger ledger = patient.ledger();
    return switch (ledger.entry(act, rules.maxAttempts(), patient.patience(), at)) {
      case Ledger.Entry.Make _ ->
          new Clearance(
              patient.workload().key(),
              ledger,
              recorded ? act.action(patient.workload()) : null,
              acting(ledger, act),
              recorded ? null : at.plus(WRITTEN_LATE));
      case Ledger.Entry.Enter(Ledger entered) ->
          new Clearance(
              patient.workload().key(), entered, null, acting(entered, act), at.plus(WRITTEN_SOON));
      case Ledger.Entry.NotYet(Instant until) ->
          new Clearance(
              patient.workload().key(),
              ledger,
              null,
              Words.of(tried(ledger) + ", and is watched"),
              until);
      case Ledger.Entry.Spent _ ->
          nothing(
              patient,
              new Words(
                  tried(ledger)
                      + ", and that was all; mend what keeps it down, then annotate the record:"
                      + " releaserecord.dev/retry=<any new value>",
                  null,
                  true));
    };
  }

  private Words acting(Ledger ledger, Remedy.Act act) {
    String count =
        act.spends() ? " (attempt " + ledger.spent() + " of " + rules.maxAttempts() + ")" : "";
    return Words.of("; clearing it: " + act.text() + count);
  }

  private String tried(Ledger ledger) {
    String what = ledger.newest() == null ? "" : " (last: " + ledger.newest().what() + ")";
    return "; cleared " + ledger.spent() + " of " + rules.maxAttempts() + " times" + what;
  }

  private static Clearance nothing(Patient patient, Words words) {
    return new Clearance(patient.workload().key(), patient.ledger(), null, words, null);
  }
}
