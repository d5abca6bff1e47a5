package dev.releaserecord.loop;

import dev.releaserecord.controller.Health;
import dev.releaserecord.controller.OperatorContext;
import dev.releaserecord.controller.OperatorTuning;
import dev.releaserecord.controller.ReleaseOperator;
import dev.releaserecord.kube.Clients;
import dev.releaserecord.kube.cache.SecretScope;
import dev.releaserecord.kube.lease.AlwaysLeader;
import dev.releaserecord.kube.secret.Fingerprints;
import dev.releaserecord.telemetry.MetricsScrape;
import dev.releaserecord.telemetry.ReleaseMetrics;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/** The operator in this process, always leading, over one namespace. */
public final class LocalOperator implements AutoCloseable {

  /** One key for all: whoever comes next goes on with what the one before remembered. */
  private static final Fingerprints FINGERPRINTS = Fingerprints.fresh();

  private final KubernetesClient client;
  private final MetricsScrape metrics = new MetricsScrape(Clock.systemUTC());
  private final ReleaseOperator operator;

  private LocalOperator(KubernetesClient client, String namespace) {
    this(client, namespace, SecretScope.ALL);
  }

  private LocalOperator(KubernetesClient client, String namespace, SecretScope secrets) {
    this.client = client;
    this.operator =
        ReleaseOperator.create(
            new OperatorContext(
                client,
                Set.of(namespace),
                new AlwaysLeader(),
                new ReleaseMetrics(metrics.registry()),
                Clock.systemUTC(),
                OperatorTuning.of("in-this-process", FINGERPRINTS, secrets)));
  }

  /**
   * Starts it with the rights of a kubeconfig.
   *
   * @param version what stands behind the slash of its user agent
   */
  public static LocalOperator start(Path kubeconfig, String namespace, String version) {
    return start(Clients.connect(config(kubeconfig), version), namespace);
  }

  /** The same, watching only the Secrets that it needs. */
  static LocalOperator startByName(Path kubeconfig, String namespace, String version) {
    LocalOperator local =
        new LocalOperator(
            Clients.connect(config(kubeconfig), version), namespace, SecretScope.BY_NAME);
    local.operator.start();
    return local;
  }

  /** Starts it with a client of its own, which it closes. */
  static LocalOperator start(KubernetesClient client, String namespace) {
    LocalOperator local = new LocalOperator(client, namespace);
    local.operator.start();
    return local;
  }

  /** For a cluster of this machine: a proxy could not reach it. */
  static Config config(Path kubeconfig) {
    Config config = Clients.config(kubeconfig, null);
    config.setHttpProxy(null);
    config.setHttpsProxy(null);
    return config;
  }

  Health health() {
    return operator.health();
  }

  /**
   * The sum of all series of a metric.
   *
   * @param labels such as {@code reason="Forbidden"}; a series has to carry all of them
   */
  public double metric(String name, String... labels) {
    return new Exposition(metrics.scrape(null).text()).sum(name, labels);
  }

  @Override
  public void close() {
    operator.stop();
    client.close();
    metrics.close();
  }
}
