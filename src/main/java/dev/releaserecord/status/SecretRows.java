package dev.releaserecord.status;

import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.plan.rotation.Content;
import dev.releaserecord.secret.SecretRow;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of the Secrets that a record names for a service. */
final class SecretRows {

  private SecretRows() {}

  /**
   * @param was what the last pass left of the service; null for nothing
   */
  static List<SecretStatus> of(ServicePlan service, @Nullable ServiceStatus was) {
    List<SecretStatus> before = was == null ? List.of() : was.secrets();
    List<Content> contents =
        service.rotation().standings().stream()
            .flatMap(standing -> standing.contents().stream())
            .toList();
    return service.secrets().rows().stream().map(row -> row(row, contents, before)).toList();
  }

  private static SecretStatus row(
      SecretRow row, List<Content> contents, List<SecretStatus> before) {
    List<Content> own =
        contents.stream()
            .filter(it -> it.object().isSecret() && row.resolved().contains(it.object().name()))
            .toList();
    long stale =
        Stream.concat(row.behind().stream(), own.stream().flatMap(it -> it.stale().stream()))
            .distinct()
            .count();
    return new SecretStatus(
        row.name(),
        row.resolved().isEmpty() ? null : String.join(", ", row.resolved()),
        row.missing(),
        row.malformed(),
        own.stream()
            .flatMap(it -> Stream.ofNullable(it.at()))
            .max(Instant::compareTo)
            .or(
                () ->
                    before.stream()
                        .filter(status -> status.name().equals(row.name()))
                        .flatMap(status -> Stream.ofNullable(status.changedAt()))
                        .findFirst())
            .orElse(null),
        Math.toIntExact(stale));
  }
}
