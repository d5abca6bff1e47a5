package dev.releaserecord.api;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code metadata.managedFields}: who wrote which field of an object (Kubernetes
 * documentation, "Server-Side Apply").
 */
public final class FieldOwners {

  private FieldOwners() {}

  /**
   * Whether a manager owns a field.
   *
   * @param path such as {@code f:spec}, {@code f:replicas}
   */
  public static boolean owns(ManagedFieldsEntry entry, List<String> path) {
    Object node =
        entry.getFieldsV1() == null ? null : entry.getFieldsV1().getAdditionalProperties();
    for (String step : path) {
      node = node instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return node != null;
  }

  /** Of all that own a field the one that wrote last. */
  public static Optional<ManagedFieldsEntry> last(
      @Nullable List<ManagedFieldsEntry> entries, List<String> path) {
    return entries == null
        ? Optional.empty()
        : entries.stream()
            .filter(entry -> owns(entry, path))
            .max(Comparator.comparing(entry -> entry.getTime() == null ? "" : entry.getTime()));
  }
}
