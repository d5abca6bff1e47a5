package dev.releaserecord.plan;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.ServiceJudge.Verdict;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Fault;
import dev.releaserecord.rollout.diagnosis.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a service stands whose workloads all carry the declared digest: rolling out, stuck, or
 * steady. A cause that passes by itself is given time; one that does not is told at once.
 */
final class RunningJudge {

  /** How long a cause that may pass is only shown. Half the deadline where that is shorter. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Observation observation;
  private final Service service;
  private final List<Governed> workloads;
  private final @Nullable ServiceStatus before;

  RunningJudge(Observation observation, Service service, List<Governed> workloads) {
    this.observation = observation;
    this.service = service;
    this.workloads = workloads;
    this.before = observation.before(service.name()).orElse(null);
  }

  Verdict judge() {
    Verdict verdict = failed().or(this::troubled).or(this::rolling).orElseGet(this::whole);
    return new Verdict(verdict.state(), earliest(verdict.recheckAt()));
  }

  /** When a pod, a clock or the patience with a cause will read otherwise by itself. */
  private @Nullable Instant earliest(@Nullable Instant own) {
    Stream<Instant> changes =
        workloads.stream()
            .flatMap(
                it ->
                    Stream.of(
                            Optional.ofNullable(it.diagnosis().lookAgain()),
                            clock(it).map(since -> since.plus(service.rules().deadline())),
                            root(it).flatMap(fault -> patienceEnds(it, fault.cause())))
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
                  root(it).isPresent() ? ". " + it.diagnosis().message() : "; read its logs";
              return Verdict.of(new ServiceState.Failed(job + why));
            });
  }

  /** Of several workloads in trouble the one that needs a person now, then the nearest the root. */
  private Optional<Verdict> troubled() {
    return workloads.stream()
        .filter(it -> root(it).isPresent())
        .filter(it -> !bearable(it))
        .min(
            Comparator.comparing((Governed it) -> !stuck(it))
                .thenComparing(it -> root(it).orElseThrow().cause()))
        .map(this::troubled);
  }

  private Verdict troubled(Governed governed) {
    Cause cause = root(governed).orElseThrow().cause();
    String message = governed.workload().key() + ": " + governed.diagnosis().message();
    return Verdict.of(
        stuck(governed)
            ? new ServiceState.Stuck(cause, message)
            : new ServiceState.RollingOut(cause, message));
  }

  /**
   * A Deployment serves by one pod of its new revision while the others have trouble: that is no
   * reason to wake anybody before the deadline.
   */
  private boolean stuck(Governed governed) {
    if (overdue(governed)) {
      return true;
    }
    if (governed.workload().key().kind() == Kind.Deployment && governed.health().serving()) {
      return false;
    }
    boolean lasting =
        governed.diagnosis().faults().stream().anyMatch(fault -> !fault.cause().mayPass());
    return lasting
        || root(governed)
            .flatMap(fault -> patienceEnds(governed, fault.cause()))
            .filter(observation.at()::isBefore)
            .isEmpty();
  }

  /**
   * When a cause that may pass has had its time: counted from when it was first told. What was
   * already called stuck stays so while the cause is the same.
   */
  private Optional<Instant> patienceEnds(Governed governed, Cause cause) {
    if (!cause.mayPass()) {
      return Optional.empty();
    }
    if (before == null || !cause.name().equals(before.cause()) || before.since() == null) {
      Instant verifiedUntil = bearableSince(governed).orElse(observation.at());
      return Optional.of(verifiedUntil.plus(patience()));
    }
    return before.phase() == Phase.Stuck
        ? Optional.of(observation.at())
        : Optional.of(before.since().plus(patience()));
  }

  private Duration patience() {
    Duration half = service.rules().deadline().dividedBy(2);
    return half.compareTo(PATIENCE) < 0 ? half : PATIENCE;
  }

  /**
   * A verified service stays so while pods of it serve and what troubles the others may pass, or is
   * nothing that broke.
   */
  private boolean bearable(Governed governed) {
    return verifiedBefore()
        && governed.progress().ready() > 0
        && !overdue(governed)
        && governed.diagnosis().faults().stream()
            .allMatch(fault -> bearable(governed, fault.cause()));
  }

  private boolean bearable(Governed governed, Cause cause) {
    return switch (cause) {
      case StaleRevision, Paused -> true;
      default ->
          cause.mayPass()
              && bearableSince(governed)
                  .map(since -> observation.at().isBefore(since.plus(patience())))
                  .orElse(true);
    };
  }

  private Optional<Instant> bearableSince(Governed governed) {
    return verifiedBefore() ? clock(governed) : Optional.empty();
  }

  private Optional<Verdict> rolling() {
    return workloads.stream()
        .filter(it -> it.progress() instanceof Progress.Rolling)
        .filter(it -> !verifiedBefore() || it.progress().ready() == 0 || overdue(it))
        .findFirst()
        .map(this::rolling);
  }

  private Verdict rolling(Governed governed) {
    Progress.Rolling rolling = (Progress.Rolling) governed.progress();
    String message = governed.workload().key() + ": " + rolling.detail();
    if (!overdue(governed)) {
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

  private boolean overdue(Governed governed) {
    return clock(governed)
        .map(since -> since.plus(service.rules().deadline()))
        .filter(deadline -> !observation.at().isBefore(deadline))
        .isPresent();
  }

  private static Optional<Instant> clock(Governed governed) {
    RolloutClock clock = governed.health().clock();
    return clock != null && clock.running() ? Optional.of(clock.since()) : Optional.empty();
  }

  private static Optional<Fault> root(Governed governed) {
    return governed.diagnosis().root();
  }

  /** A scale-up or a restart of the same digests keeps Verified while something serves. */
  private boolean verifiedBefore() {
    String image = service.image().map(PinnedImage::text).orElse(null);
    return !checked()
        && before != null
        && before.phase() == Phase.Verified
        && Objects.equals(before.image(), image)
        && before.workloads().size() == service.workloads().size();
  }

  private Verdict whole() {
    return verifiedBefore() ? verified() : steady();
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
    if (checked()) {
      return Verdict.of(
          new ServiceState.Checking(
              "all pods are ready on the declared digest, but this version of the operator cannot"
                  + " run checks: take `checks` out of the record to have it verified without"));
    }
    return verified();
  }

  private boolean checked() {
    return service.rules().checks() || observation.release().policy().gates().checks();
  }

  private static Verdict verified() {
    return Verdict.of(new ServiceState.Verified("all pods are ready on the declared digest"));
  }

  static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
