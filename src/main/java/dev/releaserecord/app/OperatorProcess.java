package dev.releaserecord.app;

import dev.releaserecord.app.command.Namespaces;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.Version;
import dev.releaserecord.controller.OperatorContext;
import dev.releaserecord.controller.OperatorTuning;
import dev.releaserecord.controller.ReleaseOperator;
import dev.releaserecord.kube.Clients;
import dev.releaserecord.kube.Fence;
import dev.releaserecord.kube.lease.AlwaysLeader;
import dev.releaserecord.kube.lease.Leadership;
import dev.releaserecord.kube.lease.LeaseElection;
import dev.releaserecord.kube.lease.LeaseElection.LeaseName;
import dev.releaserecord.kube.secret.KeyStore;
import dev.releaserecord.telemetry.MetricsScrape;
import dev.releaserecord.telemetry.ReleaseMetrics;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running operator: started part by part, stopped in the reverse order. The lease goes first
 * (gate shut, then given away), so that another one may begin while this one still ends.
 */
final class OperatorProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  private final Settings settings;
  private final Clock clock;
  private final StopSequence parts = new StopSequence();

  OperatorProcess(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Starts everything and returns when the caches are in sync.
   *
   * @throws dev.releaserecord.app.command.UsageException if the cluster or a setting cannot be used
   */
  void start() {
    Config config = Session.config(settings.cluster());
    List<String> namespaces = Namespaces.watched(settings.cluster(), config);
    try {
      start(config, namespaces);
    } catch (RuntimeException e) {
      throw Session.told(e, config);
    }
  }

  /** Stops everything; the lease is given away within about a second. */
  @Override
  public void close() {
    parts.close();
  }

  private void start(Config config, List<String> namespaces) {
    ProcessHealth health = new ProcessHealth();
    Thread.setDefaultUncaughtExceptionHandler(health);
    MetricsScrape metrics = parts.add("metrics", new MetricsScrape(clock));
    HttpEndpoints http =
        parts.add(
            "http",
            HttpEndpoints.open(settings.http().port(), metrics, health::alive, health::ready));
    Fence fence = new Fence();
    KubernetesClient client =
        parts.add("client", Clients.connect(config, Version.current(), fence));
    Preflight.check(client, namespaces);
    if (settings.http().portFile() != null) {
      http.writePort(settings.http().portFile());
    }
    LOG.info(
        "release-operator {}: namespaces {}, API server {}, HTTP port {}",
        Version.current(),
        String.join(", ", namespaces),
        config.getMasterUrl(),
        http.port());
    Leadership leadership = leadership(client, config, namespaces);
    ReleaseOperator operator =
        ReleaseOperator.create(
            new OperatorContext(
                client,
                Set.copyOf(namespaces),
                leadership,
                new ReleaseMetrics(metrics.registry()),
                clock,
                OperatorTuning.of(
                        Identity.ofThisProcess(),
                        KeyStore.open(client, home(config, namespaces)),
                        settings.secrets())
                    .asking(settings.plainHttp(), settings.linkLocal())));
    fence.ask(leadership::mayWrite);
    parts.add("operator", operator::stop);
    health.watch(operator);
    if (leadership instanceof LeaseElection election) {
      parts.add("lease", election);
      election.start();
    }
    operator.start();
    // Only now: what was seen while the caches filled was left alone by a follower.
    leadership.onElected(operator::elected);
    LOG.info("ready");
  }

  /** Where it keeps what is its own. */
  private String home(Config config, List<String> namespaces) {
    return Namespaces.ofLease(
        settings.lease().map(Settings.Lease::namespace).orElse(null), config, namespaces);
  }

  private Leadership leadership(KubernetesClient client, Config config, List<String> namespaces) {
    return settings
        .lease()
        .<Leadership>map(
            lease ->
                new LeaseElection(
                    client,
                    new LeaseName(
                        Namespaces.ofLease(lease.namespace(), config, namespaces),
                        lease.name(),
                        Identity.ofThisProcess(),
                        lease.duration()),
                    clock,
                    System::nanoTime))
        .orElseGet(AlwaysLeader::new);
  }
}
