package dev.releaserecord.status.event;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.RollbackStatus;
import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.status.ContentionLog;
import dev.releaserecord.status.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The events of a pass: what was done, one event for all pins; and what newly needs a person, one
 * event per phase. A pass that changed nothing has none; that all is well says the condition Ready.
 */
public final class EventProjector {

  private static final Set<Phase> WORTH_A_WARNING =
      Set.of(Phase.Failed, Phase.Stuck, Phase.Blocked);

  private final Outcome outcome;
  private final ReleaseRecordStatus previous;
  private final ReleaseRecordStatus next;
  private final List<EventDraft> events = new ArrayList<>();

  private EventProjector(Outcome outcome, ReleaseRecordStatus next) {
    this.outcome = outcome;
    this.previous = outcome.observation().previous();
    this.next = next;
  }

  public static List<EventDraft> between(Outcome outcome, ReleaseRecordStatus next) {
    EventProjector projector = new EventProjector(outcome, next);
    projector.wentBack();
    projector.pinned();
    projector.corrected();
    projector.contended();
    projector.cleared();
    projector.rotated();
    projector.forgotten();
    projector.troubled();
    projector.checked();
    projector.kept();
    projector.stalled();
    return projector.events;
  }

  private void wentBack() {
    RollbackStatus begun = outcome.plan().begun();
    if (begun != null) {
      String note = WayBack.note(outcome.observation(), begun);
      events.add(record(true, "RolledBack", "Rollback", note));
    }
  }

  /** The set first: notes are cut at the end, and two sets must not make one event. */
  private void pinned() {
    Set<String> services = new TreeSet<>();
    outcome
        .applied()
        .flatMap(pin -> pin.changes().stream())
        .filter(change -> !change.drift())
        .forEach(change -> services.add(change.service()));
    if (!services.isEmpty()) {
      events.add(
          record(
              false,
              "Pinned",
              "Pin",
              "pinned to the digests of set " + set() + ": " + String.join(", ", services)));
    }
  }

  private String set() {
    String set = next.enforcedSet();
    return set == null ? "" : set;
  }

  /** Whoever edits the workload there must learn that a record governs it. */
  private void corrected() {
    String name = outcome.observation().release().id().name();
    List<String> places = new ArrayList<>();
    for (Action.Pin pin : outcome.applied().filter(Action.Pin::correctsDrift).toList()) {
      String what =
          pin.changes().stream()
              .filter(ImageChange::drift)
              .map(EventProjector::moved)
              .collect(Collectors.joining("; "));
      places.add(pin.workload() + ": " + what);
      events.add(
          new EventDraft(
              pin.workload(),
              pin.uid(),
              true,
              "DriftCorrected",
              "SetImageBack",
              "image set back by ReleaseRecord " + name + "; change the record. " + what));
    }
    if (!places.isEmpty()) {
      events.add(
          record(true, "DriftCorrected", "SetImageBack", "set back " + String.join("; ", places)));
    }
  }

  private static String moved(ImageChange change) {
    return "container "
        + change.container()
        + " had "
        + change.from()
        + (change.manager() == null ? "" : " (written by " + change.manager() + ")");
  }

  /** Once, when it begins: it may last for days. */
  private void contended() {
    List<ContentionLog.Stop> stops = ContentionLog.begun(outcome, next);
    for (ContentionLog.Stop stop : stops) {
      events.add(
          new EventDraft(
              stop.workload(),
              stop.uid(),
              true,
              StallReason.Contended.code(),
              "LeaveImage",
              "image no longer set back by ReleaseRecord "
                  + outcome.observation().release().id().name()
                  + ": "
                  + stop.message()));
    }
    if (!stops.isEmpty()) {
      String notes =
          stops.stream()
              .map(ContentionLog.Stop::message)
              .distinct()
              .collect(Collectors.joining("; "));
      events.add(record(true, StallReason.Contended.code(), "LeaveImage", notes));
    }
  }

  private static boolean contended(ServiceStatus service) {
    return service.phase() == Phase.Blocked && Cause.Drifted.name().equals(service.cause());
  }

  /**
   * Whoever looks after the workload there must learn who deleted its pods, or scaled it. On the
   * record there is one for all that was done of a kind.
   */
  private void cleared() {
    String name = outcome.observation().release().id().name();
    Map<Deed, List<String>> done = new LinkedHashMap<>();
    outcome.results().stream()
        .flatMap(
            result ->
                result instanceof ActionResult.Applied(Action action)
                    ? Acts.of(action).stream()
                    : Stream.<Acts>empty())
        .forEach(
            act -> {
              Action action = act.action();
              events.add(
                  new EventDraft(
                      action.workload(),
                      action.uid(),
                      false,
                      act.reason(),
                      act.verb(),
                      act.note() + " by ReleaseRecord " + name));
              done.computeIfAbsent(new Deed(act.reason(), act.verb()), _ -> new ArrayList<>())
                  .add(action.workload() + ": " + act.note());
            });
    done.forEach(
        (deed, notes) ->
            events.add(record(false, deed.reason, deed.verb, String.join("; ", notes))));
  }

  private record Deed(String reason, String verb) {}

  /** What was written anew, once for each time; what follows from it stands in the status. */
  private void rotated() {
    String notes =
        next.services().stream()
            .flatMap(service -> service.secrets().stream().flatMap(it -> rotated(service, it)))
            .collect(Collectors.joining("; "));
    if (!notes.isEmpty()) {
      events.add(record(false, "SecretRotated", "Observe", notes));
    }
  }

  private Stream<String> rotated(ServiceStatus service, SecretStatus secret) {
    boolean known =
        outcome.observation().before(service.name()).stream()
            .flatMap(before -> before.secrets().stream())
            .filter(before -> before.name().equals(secret.name()))
            .anyMatch(before -> Objects.equals(before.changedAt(), secret.changedAt()));
    return secret.changedAt() == null || known
        ? Stream.empty()
        : Stream.of(
            service.name()
                + ": Secret "
                + secret.resolved()
                + " changed at "
                + secret.changedAt()
                + "; pods from before: "
                + secret.stalePods());
  }

  /** Digests by another key cannot be compared: nothing restarts, and somebody should know. */
  private void forgotten() {
    Set<String> before = keys(previous);
    Set<String> after = keys(next);
    after.removeAll(before);
    if (!before.isEmpty() && !after.isEmpty()) {
      events.add(
          record(
              true,
              "RotationBaselineLost",
              "Observe",
              "the key is another one that remembers what pods were started with: it counts as what"
                  + " there is now, nothing is restarted, and a rotation meanwhile is not known"));
    }
  }

  private static Set<String> keys(ReleaseRecordStatus status) {
    return status.services().stream()
        .flatMap(service -> service.workloads().stream())
        .flatMap(row -> Stream.ofNullable(row.secrets()))
        .flatMap(secrets -> Stream.ofNullable(secrets.keyId()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void checked() {
    events.addAll(CheckNotes.between(previous, next));
  }

  private void troubled() {
    Map<String, Phase> before =
        previous.services().stream()
            .collect(Collectors.toMap(ServiceStatus::name, ServiceStatus::phase, (one, _) -> one));
    for (Phase phase : Phase.values()) {
      String notes =
          next.services().stream()
              .filter(service -> service.phase() == phase && WORTH_A_WARNING.contains(phase))
              .filter(service -> before.get(service.name()) != phase && !contended(service))
              .map(service -> service.name() + ": " + service.message())
              .collect(Collectors.joining("; "));
      if (!notes.isEmpty()) {
        events.add(record(true, phase.name(), "Observe", notes));
      }
    }
  }

  /**
   * Once for each end of a container; an attempt that found no more than the one before is none.
   */
  private void kept() {
    outcome.evidence().stream()
        .filter(taken -> !taken.wanted().again() || taken.evidence().log() != null)
        .map(EvidenceNote::of)
        .forEach(note -> events.add(record(true, "Evidence", "ReadLog", note)));
  }

  private void stalled() {
    if (Conditions.isTrue(previous.conditions(), ConditionType.Stalled)) {
      return;
    }
    Conditions.find(next.conditions(), ConditionType.Stalled)
        .filter(stalled -> !stalled.getReason().equals(StallReason.Contended.code()))
        .ifPresent(
            stalled ->
                events.add(record(true, stalled.getReason(), "Stall", stalled.getMessage())));
  }

  private static EventDraft record(boolean warning, String reason, String action, String note) {
    return new EventDraft(null, null, warning, reason, action, note);
  }
}
