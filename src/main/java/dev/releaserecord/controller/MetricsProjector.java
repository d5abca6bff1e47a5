package dev.releaserecord.controller;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.telemetry.RecordMetrics;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A status as metrics. */
final class MetricsProjector {

  private MetricsProjector() {}

  /**
   * @param holdSince since when a hold has stood, by who wrote it; null where nobody knows
   * @param rotationSince since when a restart has been due; null while none is
   */
  static RecordMetrics of(
      Release.Identity id,
      ReleaseRecordStatus status,
      @Nullable Instant holdSince,
      @Nullable Instant rotationSince) {
    Map<String, Integer> phases =
        status.services().stream()
            .collect(Collectors.toMap(service -> service.phase().name(), _ -> 1, Integer::sum));
    return new RecordMetrics(
        id.namespace(),
        id.name(),
        Conditions.isTrue(status.conditions(), ConditionType.Ready),
        phases,
        status.services().stream()
            .filter(service -> service.phase() == Phase.Stuck && service.cause() != null)
            .map(service -> new RecordMetrics.Stuck(service.name(), cause(service)))
            .toList(),
        missingKeys(status),
        Conditions.find(status.conditions(), ConditionType.Stalled)
            .map(Condition::getReason)
            .orElse(null),
        new RecordMetrics.Clocks(
            earlier(holdSince, since(status, Phase.Held)),
            since(status, Phase.AwaitingApproval),
            rotationSince));
  }

  private static Map<String, Integer> missingKeys(ReleaseRecordStatus status) {
    return status.services().stream()
        .filter(service -> !service.secrets().isEmpty())
        .collect(
            Collectors.toMap(
                ServiceStatus::name,
                service -> service.secrets().stream().mapToInt(it -> it.missing().size()).sum()));
  }

  private static String cause(ServiceStatus service) {
    return service.cause() == null ? "" : service.cause();
  }

  /** Whoever writes anything else of a record as well makes the hold look younger. */
  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || other != null && other.isBefore(one) ? other : one;
  }

  private static @Nullable Instant since(ReleaseRecordStatus status, Phase phase) {
    return status.services().stream()
        .filter(service -> service.phase() == phase)
        .flatMap(service -> java.util.stream.Stream.ofNullable(service.since()))
        .min(Instant::compareTo)
        .orElse(null);
  }
}
