package dev.releaserecord.status;

import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.plan.rotation.Change;
import dev.releaserecord.secret.SecretRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of the Secrets that a record names for a service. */
final class SecretRows {

  private SecretRows() {}

  /**
   * @param was what the last pass left of the service; null for nothing
   */
  static List<SecretStatus> of(ServicePlan service, @Nullable ServiceStatus was) {
    List<SecretStatus> before = was == null ? List.of() : was.secrets();
    List<Change> changes =
        service.rotation().standings().stream()
            .flatMap(standing -> standing.changes().stream())
            .toList();
    return service.secrets().rows().stream().map(row -> row(row, changes, before)).toList();
  }

  private static SecretStatus row(SecretRow row, List<Change> changes, List<SecretStatus> before) {
    List<Change> own =
        changes.stream()
            .filter(it -> it.object().isSecret() && row.resolved().contains(it.object().name()))
            .toList();
    return new SecretStatus(
        row.name(),
        row.resolved().isEmpty() ? null : String.join(", ", row.resolved()),
        row.missing(),
        row.malformed(),
        own.stream()
            .map(Change::at)
            .max(Instant::compareTo)
            .or(
                () ->
                    before.stream()
                        .filter(status -> status.name().equals(row.name()))
                        .flatMap(status -> java.util.stream.Stream.ofNullable(status.changedAt()))
                        .findFirst())
            .orElse(null),
        row.behind().size() + own.stream().mapToInt(Change::pods).sum());
  }
}
