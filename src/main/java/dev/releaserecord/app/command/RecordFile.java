package dev.releaserecord.app.command;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.ClusterOptions.ClusterSettings;
import io.fabric8.kubernetes.client.Config;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ReleaseRecords of a file, as they were written: what the schema does not know has to reach
 * the API server, which says so. All else in the file is passed over, so that the output of
 * kustomize will do.
 */
public final class RecordFile {

  private final String name;
  private final List<Map<?, ?>> records = new ArrayList<>();

  private RecordFile(String name) {
    this.name = name;
  }

  /**
   * One record of it.
   *
   * @param namespace null where it names none
   * @param body the whole of it
   */
  public record Written(@Nullable String namespace, String name, Map<String, Object> body) {

    /**
     * The namespace that is meant. As with kubectl: what the file says and what the caller says
     * must not differ.
     *
     * @param config for what is meant where neither says anything
     * @throws UsageException if they differ
     */
    public String namespace(ClusterSettings settings, Config config) {
      return told(settings).orElseGet(() -> Namespaces.watched(settings, config).getFirst());
    }

    /**
     * The namespace that the file or the caller names; empty where neither does.
     *
     * @throws UsageException if they differ
     */
    public Optional<String> told(ClusterSettings settings) {
      List<String> told = settings.namespaces();
      if (namespace == null) {
        if (told.size() > 1) {
          throw new UsageException(
              "-f: ReleaseRecord %s names no namespace, and --namespace names several; name one."
                  .formatted(name));
        }
        return told.stream().findFirst();
      }
      if (!told.isEmpty() && !told.contains(namespace)) {
        throw new UsageException(
            "-f: ReleaseRecord %s is of namespace %s, and --namespace says %s; leave one of them out."
                .formatted(name, namespace, String.join(", ", told)));
      }
      return Optional.of(namespace);
    }
  }

  /**
   * @param file a path, or {@code -} for standard input
   * @throws UsageException if it cannot be read, or holds none
   */
  public static List<Written> read(String file, InputStream stdin) {
    RecordFile read = new RecordFile(Documents.name(file));
    Documents.read(file, stdin).forEach(read::take);
    if (read.records.isEmpty()) {
      throw new UsageException(
          "-f: %s holds no ReleaseRecord of %s/%s; name a file that does."
              .formatted(read.name, ReleaseRecord.GROUP, ReleaseRecord.VERSION));
    }
    return read.records.stream().map(read::written).toList();
  }

  private void take(Map<?, ?> object) {
    if ("ReleaseRecord".equals(object.get("kind"))
        && (ReleaseRecord.GROUP + "/" + ReleaseRecord.VERSION).equals(object.get("apiVersion"))) {
      records.add(object);
    }
  }

  private Written written(Map<?, ?> record) {
    Map<String, Object> body = new LinkedHashMap<>();
    record.forEach((key, value) -> body.put(String.valueOf(key), value));
    Map<?, ?> meta = record.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
    if (!(meta.get("name") instanceof String its) || its.isBlank()) {
      throw new UsageException(
          "-f: a ReleaseRecord in %s has no metadata.name; give it one.".formatted(name));
    }
    return new Written(
        meta.get("namespace") instanceof String namespace ? namespace : null, its, body);
  }
}
