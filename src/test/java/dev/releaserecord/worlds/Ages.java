package dev.releaserecord.worlds;

import dev.releaserecord.api.ClearingAttempt;
import dev.releaserecord.api.Contention;
import dev.releaserecord.api.DriftEntry;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Workload;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets time pass by moving instants into the past. */
final class Ages {

  /** The instant at which everything happens. */
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** All durations that a world is about are multiples of it. */
  static final Duration GRAIN = Duration.ofSeconds(30);

  /** Nothing tells ages above it apart: it is longer than every deadline of a world. */
  private static final Instant LONG_AGO = NOW.minusSeconds(240);

  private Ages() {}

  static Instant longAgo() {
    return LONG_AGO;
  }

  static Instant shift(Instant instant, Duration by) {
    Instant moved = instant.minus(by);
    return moved.isBefore(LONG_AGO) ? LONG_AGO : moved;
  }

  private static @Nullable Instant orNull(@Nullable Instant instant, Duration by) {
    return instant == null ? null : shift(instant, by);
  }

  static Pod shift(Pod pod, Duration by) {
    Pod.Life life = pod.life();
    Pod.Leaving leaving = life.leaving();
    return new Pod(
        pod.id(),
        pod.owner(),
        pod.template(),
        new Pod.Life(
            shift(life.created(), by),
            orNull(life.steadySince(), by),
            leaving == null
                ? null
                : new Pod.Leaving(shift(leaving.due(), by), leaving.finalizers()),
            life.ended(),
            life.closedGates()),
        pod.placement(),
        pod.containers().stream().map(it -> shift(it, by)).toList());
  }

  private static PodContainer shift(PodContainer container, Duration by) {
    PodContainer.Run run = container.run();
    ContainerState state =
        run.state() instanceof ContainerState.Running(Instant since, boolean started)
            ? new ContainerState.Running(orNull(since, by), started)
            : run.state();
    return new PodContainer(
        container.name(),
        container.role(),
        container.image(),
        container.imageId(),
        new PodContainer.Run(state, run.last(), run.restarts(), run.ready()));
  }

  static Workload shift(Workload load, Duration by) {
    Marks.Drain drain = load.marks().drain();
    return drain == null
        ? load
        : load.drained(new Marks.Drain(drain.label(), drain.standing(), orNull(drain.since(), by)));
  }

  private static @Nullable ClearingAttempt shift(@Nullable ClearingAttempt it, Duration by) {
    return it == null
        ? null
        : new ClearingAttempt(
            it.set(),
            it.action(),
            it.what(),
            it.targets(),
            orNull(it.at(), by),
            it.done(),
            it.spent());
  }

  static JobRun shift(JobRun run, Duration by) {
    JobRun.Identity id = run.id();
    JobRun.End end = run.end();
    return new JobRun(
        new JobRun.Identity(id.name(), id.uid(), shift(id.created(), by)),
        run.owner(),
        run.images(),
        end == null ? null : new JobRun.End(shift(end.at(), by), end.failed(), end.problem()));
  }

  static ReleaseRecordStatus shift(ReleaseRecordStatus status, Duration by) {
    return with(
        status,
        status.observedGeneration(),
        status.services().stream().map(it -> shift(it, by)).toList(),
        status.drift(),
        status.conditions());
  }

  private static ServiceStatus shift(ServiceStatus service, Duration by) {
    return with(
        service,
        service.message(),
        orNull(service.since(), by),
        service.workloads().stream()
            .map(
                it ->
                    with(
                        it,
                        it.ready(),
                        orNull(it.since(), by),
                        it.running(),
                        shift(it.clearing(), by)))
            .toList());
  }

  private static ServiceStatus with(
      ServiceStatus service,
      @Nullable String message,
      @Nullable Instant since,
      List<WorkloadStatus> workloads) {
    return new ServiceStatus(
        service.name(),
        service.version(),
        service.phase(),
        service.image(),
        null,
        service.cause(),
        message,
        since,
        workloads,
        service.secrets(),
        service.checks(),
        service.warnings());
  }

  private static WorkloadStatus with(
      WorkloadStatus workload,
      @Nullable String ready,
      @Nullable Instant since,
      List<String> running,
      @Nullable ClearingAttempt clearing) {
    return new WorkloadStatus(
        workload.kind(),
        workload.name(),
        ready,
        since,
        workload.rollout(),
        workload.pinned(),
        running,
        workload.containers(),
        workload.secrets(),
        workload.clearAttempts(),
        clearing,
        workload.evidence());
  }

  /** Takes out what is told to people alone: no decision reads it. */
  static ReleaseRecordStatus plain(ReleaseRecordStatus status) {
    List<DriftEntry> drift =
        status.drift().stream()
            .map(
                it ->
                    new DriftEntry(
                        NOW,
                        it.workload(),
                        it.container(),
                        it.image(),
                        it.manager(),
                        it.corrected()))
            .toList();
    List<Condition> conditions =
        status.conditions().stream()
            .map(
                it ->
                    new ConditionBuilder(it)
                        .withLastTransitionTime(NOW.toString())
                        .withMessage("")
                        .build())
            .toList();
    List<ServiceStatus> services = status.services().stream().map(Ages::plain).toList();
    return with(status, status.observedGeneration(), services, drift, conditions);
  }

  private static ServiceStatus plain(ServiceStatus service) {
    return with(
        service,
        "",
        service.since(),
        service.workloads().stream()
            .map(it -> with(it, null, it.since(), List.of(), it.clearing()))
            .toList());
  }

  /** A status that says nothing of what was done to free anything. */
  static ReleaseRecordStatus withoutAttempts(ReleaseRecordStatus status) {
    List<ServiceStatus> services =
        status.services().stream()
            .map(
                service ->
                    with(
                        service,
                        service.message(),
                        service.since(),
                        service.workloads().stream()
                            .map(it -> with(it, it.ready(), it.since(), it.running(), null))
                            .toList()))
            .toList();
    return with(status, status.observedGeneration(), services, status.drift(), status.conditions());
  }

  /** A status that does not know how often anything was set back. */
  static ReleaseRecordStatus withoutFlips(ReleaseRecordStatus status) {
    return with(status, List.of());
  }

  /** The same said of another generation. */
  static ReleaseRecordStatus claiming(ReleaseRecordStatus status, long generation) {
    List<Condition> conditions =
        status.conditions().stream()
            .map(it -> new ConditionBuilder(it).withObservedGeneration(generation).build())
            .toList();
    return with(status, generation, status.services(), status.drift(), conditions);
  }

  private static ReleaseRecordStatus with(
      ReleaseRecordStatus status,
      @Nullable Long generation,
      List<ServiceStatus> services,
      List<DriftEntry> drift,
      List<Condition> conditions) {
    return new ReleaseRecordStatus(
        generation,
        status.digestSet(),
        status.enforcedSet(),
        null,
        status.pinned(),
        null,
        status.approvedBy(),
        status.approvableSince(),
        status.approvable(),
        status.lastHandledRetry(),
        status.plan(),
        services,
        status.checks(),
        drift,
        status.contention(),
        status.rollback(),
        status.history(),
        conditions);
  }

  private static ReleaseRecordStatus with(ReleaseRecordStatus status, List<Contention> contention) {
    return new ReleaseRecordStatus(
        status.observedGeneration(),
        status.digestSet(),
        status.enforcedSet(),
        status.summary(),
        status.pinned(),
        status.ready(),
        status.approvedBy(),
        status.approvableSince(),
        status.approvable(),
        status.lastHandledRetry(),
        status.plan(),
        status.services(),
        status.checks(),
        status.drift(),
        contention,
        status.rollback(),
        status.history(),
        status.conditions());
  }
}
