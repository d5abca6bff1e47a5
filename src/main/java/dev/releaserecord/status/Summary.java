package dev.releaserecord.status;

import dev.releaserecord.api.Phase;
import dev.releaserecord.condition.Stall;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.check.Stand;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one line of {@code kubectl get}, and the fuller one of the condition Ready.
 *
 * @param line such as {@code 4/5 verified; users: image not found}
 * @param next the line and the next step
 * @param worst the service that needs a person most; null where all are verified
 * @param stall what does not pass by itself: the record's, else the first service's; null for none
 * @param open where all services are verified and the record's own checks have not passed: whether
 *     one failed; null otherwise
 */
record Summary(
    String line,
    String next,
    @Nullable ServiceOutcome worst,
    @Nullable Stall stall,
    @Nullable Phase open) {

  /**
   * @param again how to have the checks of the record run again
   */
  static Summary of(Plan plan, List<ServiceOutcome> services, Optional<String> hold, String again) {
    long verified = services.stream().filter(ServiceOutcome::verified).count();
    String count = verified + "/" + services.size() + " verified";
    Stall stall = stall(plan, services).orElse(null);
    ServiceOutcome worst =
        services.stream()
            .filter(service -> !service.verified())
            .min(
                Comparator.comparing(
                    service -> Phases.of(service.state()), Phases.MOST_URGENT_FIRST))
            .orElse(null);
    if (plan.stall() != null) {
      String line = count + "; " + Phases.words(plan.stall().reason().code());
      return new Summary(line, line + ": " + plan.stall().message(), worst, stall, null);
    }
    Stand.Open open = plan.proof().open();
    if (open != null && (worst == null || open.kind() == Stand.Kind.Failed)) {
      return ofRecord(open, count, again, stall);
    }
    if (worst == null) {
      String line = count + hold.map(text -> "; on hold: " + text).orElse("");
      return new Summary(line, line, null, stall, null);
    }
    String line = count + "; " + names(worst, services) + ": " + short_(worst);
    return new Summary(line, line + ". " + next(worst, stall), worst, stall, null);
  }

  /** All services are well, and the release as a whole has not shown that it is. */
  private static Summary ofRecord(
      Stand.Open open, String count, String again, @Nullable Stall stall) {
    boolean failed = open.kind() == Stand.Kind.Failed;
    String line =
        count + "; " + (failed ? "check " + open.check() + " of the record failed" : "checking");
    String next =
        failed
            ? ". " + open.text() + "; mend what it asks, or declare other digests, and " + again
            : ": " + open.text() + " (of the record)";
    return new Summary(line, line + next, null, stall, failed ? Phase.Failed : Phase.Checking);
  }

  private static Optional<Stall> stall(Plan plan, List<ServiceOutcome> services) {
    return Stream.concat(
            Stream.ofNullable(plan.stall()),
            services.stream().flatMap(service -> Stream.ofNullable(service.stall())))
        .findFirst();
  }

  private static String next(ServiceOutcome worst, @Nullable Stall stall) {
    String own = worst.name() + ": " + worst.message();
    return stall == null || stall.message().equals(worst.state().message())
        ? own
        : own + ". " + stall.message();
  }

  private static String names(ServiceOutcome worst, List<ServiceOutcome> services) {
    Phase phase = Phases.of(worst.state());
    String same = short_(worst);
    long more =
        services.stream()
                .filter(service -> Phases.of(service.state()) == phase)
                .filter(service -> short_(service).equals(same))
                .count()
            - 1;
    return more == 0 ? worst.name() : worst.name() + " and " + more + " more";
  }

  private static String short_(ServiceOutcome service) {
    if (service.stall() != null) {
      return Phases.words(service.stall().reason().code());
    }
    var cause = service.state().cause();
    return Phases.words(cause == null ? Phases.of(service.state()).name() : cause.name());
  }
}
