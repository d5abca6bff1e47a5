package dev.releaserecord.secret;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a Secret that a record names stands.
 *
 * @param name as the record names it
 * @param resolved as the cluster names it; empty where it does not exist, several where workloads
 *     of the service name different generations
 * @param missing keys that do not exist or are empty
 * @param malformed keys whose value breaks a rule
 * @param behind pods that still run with another generation
 */
public record SecretRow(
    String name,
    List<String> resolved,
    List<String> missing,
    List<String> malformed,
    List<String> behind) {

  public SecretRow {
    resolved = List.copyOf(resolved);
    missing = List.copyOf(missing);
    malformed = List.copyOf(malformed);
    behind = List.copyOf(behind);
  }

  /** The same Secret by two rules. */
  SecretRow and(SecretRow other) {
    return new SecretRow(
        name, resolved, union(missing, other.missing), union(malformed, other.malformed), behind);
  }

  private static List<String> union(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().sorted().toList();
  }
}
