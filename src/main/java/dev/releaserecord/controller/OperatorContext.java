package dev.releaserecord.controller;

import dev.releaserecord.kube.lease.Leadership;
import dev.releaserecord.telemetry.ReleaseMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Set;

/** What the operator is given. */
public record OperatorContext(
    KubernetesClient client,
    Set<String> namespaces,
    Leadership leadership,
    ReleaseMetrics metrics,
    Clock clock,
    OperatorTuning tuning) {

  public OperatorContext {
    namespaces = Set.copyOf(namespaces);
  }
}
