package dev.releaserecord.plan;

import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.ServiceJudge.Verdict;
import dev.releaserecord.plan.check.Proof;
import dev.releaserecord.plan.check.Series;
import dev.releaserecord.plan.check.Stand;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Fault;
import dev.releaserecord.rollout.diagnosis.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a service stands whose workloads all carry the declared digest: rolling out, stuck, or
 * steady. A cause that passes by itself is given time; one that does not is told at once.
 */
final class RunningJudge {

  private final Observation observation;
  private final Service service;
  private final List<Governed> workloads;
  private final Patience patience;
  private final Series checks;

  /**
   * @param restarted whether we restarted one of them, and the last status does not know of it
   * @param checks that have to pass once it has rolled out
   */
  RunningJudge(
      Observation observation,
      Service service,
      List<Governed> workloads,
      boolean restarted,
      Series checks) {
    this.observation = observation;
    this.service = service;
    this.workloads = workloads;
    this.patience = new Patience(observation, service, restarted, checks.passed());
    this.checks = checks;
  }

  Verdict judge() {
    Verdict verdict =
        drained().or(this::failed).or(this::troubled).or(this::rolling).orElseGet(this::whole);
    Proof proof = verdict.proof() == null ? Proof.of(checks, null) : verdict.proof();
    return new Verdict(verdict.state(), earliest(verdict.recheckAt()), ailing(), proof);
  }

  /** What needs to be cleared: a cause that had its time, or none that anybody could tell. */
  private Map<WorkloadKey, Cause> ailing() {
    Map<WorkloadKey, Cause> ailing = new HashMap<>();
    for (Governed governed : workloads) {
      if (owed(governed.workload())) {
        continue;
      }
      Optional<Cause> root = Patience.root(governed).map(Fault::cause);
      boolean lost = root.filter(cause -> cause == Cause.NodeLost).isPresent();
      boolean due = lost || patience.rolledByUs(governed) || patience.stuck(governed);
      if (root.isPresent() && due && !patience.bearable(governed)) {
        ailing.put(governed.workload().key(), root.get());
      } else if (root.isEmpty()
          && governed.progress() instanceof Progress.Rolling
          && patience.overdue(governed)) {
        ailing.put(governed.workload().key(), Cause.DeadlineExceeded);
      }
    }
    return ailing;
  }

  /** At zero replicas nothing is wrong that the pods could show: it is said what is being done. */
  private Optional<Verdict> drained() {
    return workloads.stream()
        .map(Governed::workload)
        .filter(RunningJudge::owed)
        .findFirst()
        .map(
            it ->
                Verdict.of(
                    new ServiceState.Stuck(
                        causeBefore(),
                        it.key()
                            + " is scaled to 0 to clear it, and goes back to "
                            + it.replicas().wanted()
                            + " replicas after "
                            + text(observation.release().policy().clearing().drainPeriod()))));
  }

  private static boolean owed(Workload workload) {
    return workload.marks().drain() instanceof Marks.Drain drain && drain.owed();
  }

  private Cause causeBefore() {
    return Stream.ofNullable(patience.before())
        .flatMap(status -> Stream.ofNullable(status.cause()))
        .flatMap(name -> Arrays.stream(Cause.values()).filter(it -> it.name().equals(name)))
        .findFirst()
        .orElse(Cause.DeadlineExceeded);
  }

  /** When a pod, a clock or the patience with a cause will read otherwise by itself. */
  private @Nullable Instant earliest(@Nullable Instant own) {
    Stream<Instant> changes =
        workloads.stream()
            .flatMap(
                it ->
                    Stream.of(
                            Optional.ofNullable(it.diagnosis().lookAgain()),
                            Patience.clock(it).map(since -> since.plus(service.rules().deadline())),
                            Patience.root(it).flatMap(fault -> patience.ends(it, fault.cause())))
                        .flatMap(Optional::stream));
    return Stream.concat(Stream.ofNullable(own), changes)
        .filter(instant -> instant.isAfter(observation.at()))
        .min(Instant::compareTo)
        .orElse(null);
  }

  private Optional<Verdict> failed() {
    return workloads.stream()
        .filter(it -> it.progress() instanceof Progress.JobFailed)
        .findFirst()
        .map(
            it -> {
              String job = ((Progress.JobFailed) it.progress()).detail();
              String why =
                  Patience.root(it).isPresent()
                      ? ". " + it.diagnosis().message()
                      : "; read its logs";
              return Verdict.of(new ServiceState.Failed(job + why));
            });
  }

  /** Of several workloads in trouble the one that needs a person now, then the nearest the root. */
  private Optional<Verdict> troubled() {
    return workloads.stream()
        .filter(it -> Patience.root(it).isPresent())
        .filter(it -> !patience.bearable(it))
        .min(
            Comparator.comparing((Governed it) -> !patience.stuck(it))
                .thenComparing(it -> Patience.root(it).orElseThrow().cause()))
        .map(this::troubled);
  }

  private Verdict troubled(Governed governed) {
    Cause cause = Patience.root(governed).orElseThrow().cause();
    String message = governed.workload().key() + ": " + governed.diagnosis().message();
    return Verdict.of(
        patience.stuck(governed)
            ? new ServiceState.Stuck(cause, message)
            : new ServiceState.RollingOut(cause, message));
  }

  private Optional<Verdict> rolling() {
    return workloads.stream()
        .filter(it -> it.progress() instanceof Progress.Rolling)
        .filter(
            it -> !patience.verifiedBefore() || it.progress().ready() == 0 || patience.overdue(it))
        .findFirst()
        .map(this::rolling);
  }

  private Verdict rolling(Governed governed) {
    Progress.Rolling rolling = (Progress.Rolling) governed.progress();
    String message = governed.workload().key() + ": " + rolling.detail();
    if (!patience.overdue(governed)) {
      return Verdict.of(new ServiceState.RollingOut(null, message));
    }
    return Verdict.of(
        new ServiceState.Stuck(
            Cause.DeadlineExceeded,
            message
                + ", and its progressDeadline of "
                + text(service.rules().deadline())
                + " is over without a cause that Kubernetes would tell; look at the pods: kubectl"
                + " describe "
                + governed.workload().key().toString().toLowerCase(Locale.ROOT)));
  }

  private Verdict whole() {
    return patience.verifiedBefore() ? verified() : steady();
  }

  private Verdict steady() {
    Duration settle = observation.release().policy().settle();
    Optional<Instant> settled =
        workloads.stream()
            .map(Governed::progress)
            .flatMap(
                it ->
                    it instanceof Progress.Steady(int _, int _, Instant since)
                        ? Stream.ofNullable(since)
                        : Stream.empty())
            .max(Instant::compareTo)
            .map(since -> since.plus(settle));
    if (settled.isPresent() && observation.at().isBefore(settled.get())) {
      return new Verdict(
          new ServiceState.RollingOut(
              null,
              "all pods are ready; watched for " + text(settle) + " before they count as verified"),
          settled.get());
    }
    return checks.none() ? verified() : checked();
  }

  private Verdict checked() {
    Stand stand = checks.stand();
    Stand.Open open = stand.open();
    return new Verdict(
        open == null ? verified().state() : state(open),
        open == null ? null : open.recheckAt(),
        Map.of(),
        Proof.of(checks, stand));
  }

  private ServiceState state(Stand.Open open) {
    String next = observation.release().id().runChecksAgain();
    return switch (open.kind()) {
      case Asking ->
          new ServiceState.Checking(
              true, "all pods are ready on the declared digest; " + open.text());
      case Failed ->
          new ServiceState.Failed(
              open.text() + "; declare a digest that is right, or mend what it asks and " + next);
      case Unanswered -> new ServiceState.Checking(false, open.text() + "; mend that, and " + next);
    };
  }

  private static Verdict verified() {
    return Verdict.of(new ServiceState.Verified("all pods are ready on the declared digest"));
  }

  static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
