package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.bench.AuditLog.Request;
import dev.releaserecord.bench.raw.RawInformer;
import java.time.Duration;
import java.util.List;

/** Leaves the operator alone with 5,000 workloads, all pinned and verified, and counts. */
final class IdleScenario implements Scenario {

  private static final int RECORDS = 20;
  private static final double GOAL_REQUESTS = 35;
  private static final double MEGABYTE = 1 << 20;
  private static final String NAMESPACE = "idle";

  @Override
  public Result run(Bed bed) throws Exception {
    bed.namespace(NAMESPACE);
    Load load = new Load(bed.client(), NAMESPACE);
    load.deployments(0, RECORDS * Load.SERVICES, 3);
    OperatorChild operator = bed.operator(NAMESPACE).awaitReady();
    for (int i = 0; i < RECORDS; i++) {
      load.record(i, 1);
    }
    load.awaitReady(RECORDS);
    bed.raw(List.of("-Xmx1g"), RawInformer.class, NAMESPACE).awaitReady();
    AuditLog audit = bed.audit();
    Bed.awaitQuiet(audit, Duration.ofSeconds(10));
    Duration span = Duration.ofMinutes(bed.settings().quick() ? 1 : 5);
    long begun = System.nanoTime();
    await()
        .during(span)
        .atMost(span.plusMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(operator.child()::mustLive);
    List<Request> seen = audit.read();
    double minutes = (System.nanoTime() - begun) / 60e9;
    List<Request> ours =
        seen.stream()
            .filter(it -> it.agent().startsWith("release-operator/"))
            .filter(it -> !it.agent().endsWith("raw-informer"))
            .toList();
    double writes =
        ours.stream().filter(it -> it.writes() && !it.resource().equals("leases")).count();
    return new Result(
        "idle",
        List.of(
            Row.value("idle", "writes but the lease", Spread.one(writes), "", 0.0),
            Row.value(
                "idle", "requests a minute", Spread.one(ours.size() / minutes), "", GOAL_REQUESTS),
            Row.value(
                "idle",
                "peak RSS, 5,000 pinned under 20 records",
                Spread.one(operator.child().peakRss() / MEGABYTE),
                "MB",
                null)),
        Counts.of(seen, minutes),
        List.of(
            "Requests are per minute, over %.0f minutes; raw-informer is one raw informer beside."
                .formatted(minutes)));
  }
}
