package dev.releaserecord.status;

import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.secret.SecretRow;
import dev.releaserecord.secret.Verification;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of the Secrets that a record names for a service. */
final class SecretRows {

  private SecretRows() {}

  /**
   * @param was what the last pass left of the service; null for nothing
   */
  static List<SecretStatus> of(Verification verification, @Nullable ServiceStatus was) {
    List<SecretStatus> before = was == null ? List.of() : was.secrets();
    return verification.rows().stream().map(row -> row(row, before)).toList();
  }

  private static SecretStatus row(SecretRow row, List<SecretStatus> before) {
    return new SecretStatus(
        row.name(),
        row.resolved().isEmpty() ? null : String.join(", ", row.resolved()),
        row.missing(),
        row.malformed(),
        before.stream()
            .filter(status -> status.name().equals(row.name()))
            .findFirst()
            .map(SecretStatus::changedAt)
            .orElse(null),
        row.behind().size());
  }
}
