package dev.releaserecord.kube.secret;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When somebody wrote into the data of an object. A manager that owns some of it counts with the
 * time of its last change, which may have been to a label: never too early, sometimes too late.
 */
final class Writings {

  private static final Set<String> DATA = Set.of("f:data", "f:binaryData");

  private Writings() {}

  /** Null where nobody knows. */
  static @Nullable Instant newest(ObjectMeta meta) {
    return Stream.ofNullable(meta.getManagedFields())
        .flatMap(entries -> entries.stream())
        .filter(Writings::ownsData)
        .flatMap(entry -> Stream.ofNullable(time(entry)))
        .max(Instant::compareTo)
        .orElse(null);
  }

  private static boolean ownsData(ManagedFieldsEntry entry) {
    FieldsV1 fields = entry.getFieldsV1();
    return fields != null
        && fields.getAdditionalProperties().keySet().stream().anyMatch(DATA::contains);
  }

  private static @Nullable Instant time(ManagedFieldsEntry entry) {
    try {
      return entry.getTime() == null ? null : Instant.parse(entry.getTime());
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
