package dev.releaserecord.status;

import dev.releaserecord.api.PlanRow;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.clearing.Clearance;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What would be written, done to free a workload, or restarted, and why it is not done yet. */
public final class PlanRows {

  /** etcd refuses large objects; a person reads the first rows anyway. */
  static final int ROWS = 500;

  /** An approval, for one, is told at length in the message of the service. */
  private static final int LONGEST_REASON = 200;

  private final Observation observation;
  private final Plan plan;
  private final Map<WorkloadKey, Clearance> clearances;
  private final Map<String, ServicePlan> services;

  private PlanRows(Observation observation, Plan plan) {
    this.observation = observation;
    this.plan = plan;
    this.clearances =
        plan.work().clearing().clearances().stream()
            .collect(Collectors.toMap(Clearance::workload, Function.identity()));
    this.services =
        plan.services().stream()
            .collect(Collectors.toMap(it -> it.service().name(), Function.identity()));
  }

  /** What is not done in this pass, at most 500 rows. */
  static List<PlanRow> pending(Observation observation, Plan plan) {
    return new PlanRows(observation, plan).pending().limit(ROWS).toList();
  }

  /** All of it: what a pass does at once, as well. */
  public static List<PlanRow> all(Observation observation, Plan plan) {
    PlanRows rows = new PlanRows(observation, plan);
    return Stream.concat(
            plan.work().pins().stream().flatMap(pin -> rows.images(pin, false)), rows.pending())
        .toList();
  }

  private Stream<PlanRow> pending() {
    return Stream.concat(
        plan.pending().stream().flatMap(pin -> images(pin, true)),
        plan.services().stream()
            .flatMap(service -> Stream.concat(cleared(service), restarted(service))));
  }

  private Stream<PlanRow> images(Action.Pin pin, boolean waits) {
    boolean restart = restarts(pin);
    return pin.changes().stream()
        .map(
            change ->
                new PlanRow(
                    change.service(),
                    pin.workload().toString(),
                    change.container(),
                    change.from(),
                    change.to(),
                    restart,
                    null,
                    waits ? reason(change.service()) : null));
  }

  private boolean restarts(Action.Pin pin) {
    boolean evicted = observation.release().policy().clearing().allowed();
    return observation.view(pin.workload()) instanceof WorkloadView.Found found
        && found.workload().replacesPods(evicted);
  }

  private @Nullable String reason(String service) {
    ServicePlan its = services.get(service);
    String why = its == null ? null : its.waitsFor();
    return why == null || why.length() <= LONGEST_REASON
        ? why
        : why.substring(0, LONGEST_REASON) + "…";
  }

  private Stream<PlanRow> cleared(ServicePlan service) {
    return service.findings().stream()
        .flatMap(finding -> Stream.ofNullable(clearances.get(finding.key())))
        .flatMap(
            clearance ->
                Stream.ofNullable(clearance.words().planned())
                    .map(planned -> act(service, clearance.workload(), planned)));
  }

  private static Stream<PlanRow> restarted(ServicePlan service) {
    return Stream.ofNullable(service.rotation().turn().planned())
        .flatMap(
            planned ->
                service.rotation().standings().stream()
                    .filter(standing -> !standing.due().isEmpty())
                    .map(standing -> act(service, standing.workload().key(), planned)));
  }

  private static PlanRow act(ServicePlan service, WorkloadKey workload, String planned) {
    return new PlanRow(
        service.service().name(), workload.toString(), null, null, null, true, planned, null);
  }
}
