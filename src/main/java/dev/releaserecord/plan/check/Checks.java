package dev.releaserecord.plan.check;

import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.check.CheckWanted.Subject;
import dev.releaserecord.plan.release.CheckRule;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.HoldOrder;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.release.Release.WorkloadClaim;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The checks of a record and its services, with what results are taken for. */
public final class Checks {

  private final Release release;
  private final ReleaseRecordStatus previous;
  private final Series.Asking asking;
  private final Function<WorkloadKey, Optional<Workload>> workloads;

  /**
   * @param asking without a hold: that of the record or the service is put in
   */
  public Checks(
      Release release,
      ReleaseRecordStatus previous,
      Series.Asking asking,
      Function<WorkloadKey, Optional<Workload>> workloads) {
    this.release = release;
    this.previous = previous;
    this.asking = asking;
    this.workloads = workloads;
  }

  /**
   * Those that a service has to pass once it has rolled out. They are taken for its image and for
   * what its pods were last restarted for: more pods, or the same ones anew, show nothing else.
   *
   * @param behind whether a restart is due that gives its pods what Secrets hold now
   */
  public Series afterRollout(Service service, boolean behind, Optional<ServiceStatus> before) {
    Series.Asking all = behind ? asking.sparingJobs() : asking;
    return of(service, CheckMoment.AfterRollout, basis(service), all, before);
  }

  /**
   * Those that a service has to pass before it is restarted.
   *
   * @param values that it would be restarted for, each as a keyed digest
   */
  public Series beforeRestart(
      Service service, Stream<String> values, Optional<ServiceStatus> before) {
    String all = values.sorted().collect(Collectors.joining(" "));
    return of(service, CheckMoment.BeforeRestart, image(service) + "\n" + all, asking, before);
  }

  private Series of(
      Service service,
      CheckMoment moment,
      String basis,
      Series.Asking asked,
      Optional<ServiceStatus> before) {
    List<CheckStatus> rows = before.map(ServiceStatus::checks).orElse(List.of());
    return new Series(
        new Subject(
            service.name(), moment, service.workloads().stream().map(WorkloadClaim::key).toList()),
        service.rules().checks(),
        basis,
        rows,
        under(Holds.standing(release, service, asking.at()), asked));
  }

  /**
   * Those of the record, after all its services.
   *
   * @param behind whether a restart is due that gives pods of it what Secrets hold now
   */
  public Series ofRecord(boolean behind) {
    List<CheckRule> rules = release.policy().gates().checks();
    return new Series(
        new Subject(null, CheckMoment.AfterRollout, List.of()),
        rules,
        rules.isEmpty()
            ? ""
            : release.services().stream().map(this::basis).collect(Collectors.joining("\n")),
        previous.checks(),
        under(Holds.release(release, asking.at()), behind ? asking.sparingJobs() : asking));
  }

  private static Series.Asking under(Optional<HoldOrder> hold, Series.Asking asked) {
    return hold.isEmpty()
        ? asked
        : new Series.Asking(
            asked.at(), asked.recorded(), asked.anew(), hold.get().reason(), asked.answers());
  }

  private String basis(Service service) {
    return Stream.concat(
            Stream.of(image(service)),
            service.workloads().stream().map(claim -> claim.key() + "=" + restartedFor(claim)))
        .collect(Collectors.joining("\n"));
  }

  private @Nullable String restartedFor(WorkloadClaim claim) {
    return workloads
        .apply(claim.key())
        .map(workload -> workload.template().notes().restartedFor())
        .orElse(null);
  }

  private static String image(Service service) {
    return service.image().map(PinnedImage::text).orElse("");
  }
}
