package dev.releaserecord.status;

import dev.releaserecord.api.Contention;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.Finding;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.drift.Contest;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How often images were moved by whom, and where they are left. */
public final class ContentionLog {

  /**
   * An image that is left from now on.
   *
   * @param uid of the workload
   */
  public record Stop(WorkloadKey workload, String uid, String message) {}

  /** A foreign image in a service that has stopped. */
  private record Foreign(ServicePlan service, Finding.Differs finding, ImageChange change) {}

  private ContentionLog() {}

  static List<Contention> next(Outcome outcome) {
    Contest contest = outcome.observation().contest();
    List<Contest.Correction> made =
        outcome
            .applied()
            .flatMap(
                pin ->
                    pin.changes().stream()
                        .filter(ImageChange::drift)
                        .map(change -> new Contest.Correction(pin.workload(), change)))
            .toList();
    List<Contention> left = left(outcome).stream().map(Left::entry).toList();
    if (made.isEmpty() && left.isEmpty() && contest.standing().isEmpty()) {
      return List.of();
    }
    Declared declared = Declared.of(outcome);
    List<Contention> next = contest.next(left, made, declared::since);
    List<Contention> before = outcome.observation().previous().contention();
    return next.equals(before) ? before : next;
  }

  /** The images that this pass leaves for the first time. */
  public static List<Stop> begun(Outcome outcome, ReleaseRecordStatus next) {
    List<Contention> before = outcome.observation().previous().contention();
    Set<Contention> known = new HashSet<>(before);
    return left(outcome).stream()
        .filter(it -> it.entry.stoppedAt() == null || !known.contains(it.entry))
        .filter(_ -> !next.contention().isEmpty())
        .map(
            it ->
                new Stop(
                    it.foreign.finding.key(),
                    it.foreign.finding.governed().workload().id().uid(),
                    it.foreign.service.state().message()))
        .toList();
  }

  private record Left(Foreign foreign, Contention entry) {}

  private static List<Left> left(Outcome outcome) {
    Contest contest = outcome.observation().contest();
    List<Left> left = new ArrayList<>();
    for (ServicePlan service : outcome.plan().services()) {
      if (service.stall() != null && service.stall().reason() == StallReason.Contended) {
        foreign(service)
            .forEach(
                it ->
                    contest
                        .against(it.finding.key(), it.change)
                        .ifPresent(entry -> left.add(new Left(it, entry))));
      }
    }
    return left;
  }

  private static Stream<Foreign> foreign(ServicePlan service) {
    return service.findings().stream()
        .filter(finding -> finding instanceof Finding.Differs)
        .map(finding -> (Finding.Differs) finding)
        .flatMap(
            finding ->
                finding.changes().stream().map(change -> new Foreign(service, finding, change)));
  }

  /**
   * Which containers carry what is declared.
   *
   * @param ours those of them into which we wrote it
   * @param seen workloads of the record
   */
  private record Declared(
      Set<String> carrying, Set<String> ours, Set<String> seen, boolean edited) {

    static Declared of(Outcome outcome) {
      Declared declared =
          new Declared(new HashSet<>(), new HashSet<>(), new HashSet<>(), edited(outcome));
      for (ServicePlan service : outcome.plan().services()) {
        service.service().workloads().forEach(it -> declared.seen.add(it.key().toString()));
        service.findings().forEach(declared::carrying);
      }
      return declared;
    }

    private static boolean edited(Outcome outcome) {
      Long judged = outcome.observation().previous().observedGeneration();
      return !Objects.equals(judged, outcome.observation().release().id().generation());
    }

    private void carrying(Finding finding) {
      List<ImageChange> changes =
          finding instanceof Finding.Differs differs ? differs.changes() : List.of();
      if (finding instanceof Finding.Pinned || finding instanceof Finding.Differs) {
        Objects.requireNonNull(finding.governedOrNull()).containers().stream()
            .filter(
                it -> changes.stream().noneMatch(change -> change.container().equals(it.name())))
            .forEach(it -> carrying(finding.key() + " " + it.name(), it.imageManager()));
      }
    }

    private void carrying(String place, @Nullable String manager) {
      carrying.add(place);
      if (Marks.MANAGER.equals(manager)) {
        ours.add(place);
      }
    }

    /**
     * A stop ends where what is declared stands there. If we wrote it, by a request that came late,
     * the other side has not given in: the next flip is left again.
     */
    Optional<Contention> since(Contention entry) {
      String place = entry.workload() + " " + entry.container();
      if (entry.stoppedAt() == null) {
        return Optional.of(entry).filter(it -> !edited || seen.contains(it.workload()));
      }
      if (!carrying.contains(place)) {
        return Optional.of(entry);
      }
      return Optional.of(entry).filter(_ -> ours.contains(place)).map(Contest::resumed);
    }
  }
}
