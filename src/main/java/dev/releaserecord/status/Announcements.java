package dev.releaserecord.status;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.ClearingAttempt;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.WorkloadStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of a status somebody waits for: a person for a cause, {@code kubectl wait} for Ready, and
 * the operator itself for what has to stand in the cluster before it acts. All else is progress,
 * which may be told a little later.
 */
public final class Announcements {

  /** Of a status that says nothing. */
  public static final Announcements NONE = new Announcements();

  private final Set<String> all = new HashSet<>();
  private boolean open;

  private Announcements() {}

  public static Announcements of(ReleaseRecordStatus status) {
    Announcements announcements = new Announcements();
    announcements.addRecord(status);
    status.services().forEach(announcements::addService);
    return announcements;
  }

  /**
   * Whether somebody waits for it who was not told by an earlier status; for an act that waits,
   * every status in between puts it off.
   */
  public boolean urgentAfter(Announcements told) {
    return open || !told.all.containsAll(all);
  }

  private void addRecord(ReleaseRecordStatus status) {
    all.add("set " + status.enforcedSet());
    all.add("retry " + status.lastHandledRetry());
    all.add("rollback " + status.rollback());
    status.conditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .forEach(it -> all.add("Ready " + it.getStatus() + " of " + it.getObservedGeneration()));
    status.contention().stream()
        .filter(contention -> contention.stoppedAt() != null)
        .forEach(it -> all.add("left " + it.workload() + " " + it.container() + it.stoppedAt()));
    addChecks(status.checks());
  }

  private void addService(ServiceStatus service) {
    if (service.cause() != null) {
      all.add("cause " + service.name() + " " + service.cause());
    }
    addChecks(service.checks());
    for (WorkloadStatus row : service.workloads()) {
      ClearingAttempt clearing = row.clearing();
      open |= clearing != null && !clearing.done();
    }
  }

  private void addChecks(List<CheckStatus> checks) {
    open |= checks.stream().anyMatch(check -> check.outcome() == CheckOutcome.Pending);
  }
}
