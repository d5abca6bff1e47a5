package dev.releaserecord.plan;

import dev.releaserecord.api.Evidence;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.plan.action.EvidenceWanted.PlainKey;
import dev.releaserecord.plan.clearing.EvidenceFirst;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Fault;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Of which workloads evidence is read in this pass: those nearest the root, no more than 20. */
final class EvidenceChoice {

  private static final int KEPT = 20;

  private EvidenceChoice() {}

  static List<EvidenceWanted> of(Observation observation, Map<String, List<Finding>> findings) {
    return findings.entrySet().stream()
        .flatMap(
            service ->
                service.getValue().stream()
                    .map(Finding::governedOrNull)
                    .flatMap(java.util.stream.Stream::ofNullable)
                    .filter(governed -> root(governed).isPresent())
                    .map(governed -> Map.entry(service.getKey(), governed)))
        .sorted(Comparator.comparing(entry -> root(entry.getValue()).orElseThrow()))
        .limit(KEPT)
        .flatMap(entry -> wanted(observation, entry.getKey(), entry.getValue()).stream())
        .toList();
  }

  private static Optional<Cause> root(Governed governed) {
    return governed.diagnosis().root().map(Fault::cause);
  }

  private static Optional<EvidenceWanted> wanted(
      Observation observation, String service, Governed governed) {
    return EvidenceFirst.wanted(
        governed.health().facts(),
        governed.diagnosis(),
        kept(observation, service, governed),
        plain(observation, service));
  }

  private static @Nullable Evidence kept(
      Observation observation, String service, Governed governed) {
    return observation.previous().services().stream()
        .filter(status -> status.name().equals(service))
        .flatMap(status -> status.workloads().stream())
        .filter(status -> governed.workload().key().toString().equals(status.kind() + "/" + status.name()))
        .map(WorkloadStatus::evidence)
        .flatMap(java.util.stream.Stream::ofNullable)
        .findFirst()
        .orElse(null);
  }

  private static Set<PlainKey> plain(Observation observation, String service) {
    return observation.release().services().stream()
        .filter(it -> it.name().equals(service))
        .findFirst()
        .map(it -> it.rules().plain())
        .orElse(Set.of());
  }
}
