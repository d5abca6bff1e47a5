package dev.releaserecord.app.check;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.releaserecord.api.CheckSpec;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordSpec;
import dev.releaserecord.api.ServiceSpec;
import dev.releaserecord.api.WorkloadSpec;
import dev.releaserecord.app.command.RecordFile.Written;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.check.Question;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a record as somebody wrote it. No API server has judged it: what is misspelt would
 * be a check that asks less than it says, so it is refused. No value of the file is quoted.
 */
final class CheckFile {

  private final KubernetesSerialization serialization;
  private final String record;
  private final String namespace;
  private final List<Asked> checks = new ArrayList<>();

  private CheckFile(KubernetesSerialization serialization, String record, String namespace) {
    this.serialization = serialization;
    this.record = record;
    this.namespace = namespace;
  }

  /**
   * @throws UsageException if it cannot be understood
   */
  static Sheet read(Written written, String namespace) {
    CheckFile file = new CheckFile(new KubernetesSerialization(), written.name(), namespace);
    ReleaseRecordSpec spec = file.spec(written.body());
    Object raw = written.body().get("spec");
    file.gather(raw, "spec", null, spec.checks(), List.of());
    List<?> services = raw instanceof Map<?, ?> map ? list(map.get("services")) : List.of();
    for (int i = 0; i < spec.services().size(); i++) {
      ServiceSpec service = spec.services().get(i);
      file.gather(
          services.get(i),
          "spec.services[" + i + "]",
          service,
          service.checks(),
          service.workloadsOrDefault().stream().map(CheckFile::key).toList());
    }
    return new Sheet(written.name(), namespace, file.checks);
  }

  private ReleaseRecordSpec spec(Map<String, Object> body) {
    try {
      ReleaseRecord read = serialization.convertValue(body, ReleaseRecord.class);
      if (read.getSpec() != null) {
        return read.getSpec();
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "ReleaseRecord %s cannot be understood%s; `plan -f` has the API server say what is wrong."
              .formatted(record, path(e).map(it -> ": " + it + " is of another kind").orElse("")));
    }
    throw new UsageException("ReleaseRecord %s has no spec; write it.".formatted(record));
  }

  /** Where in the file it is. */
  private static Optional<String> path(IllegalArgumentException thrown) {
    if (!(thrown.getCause() instanceof JsonMappingException why) || why.getPath().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        why.getPath().stream()
            .map(
                it ->
                    it.getFieldName() == null ? "[" + it.getIndex() + "]" : "." + it.getFieldName())
            .collect(Collectors.joining())
            .substring(1));
  }

  private void gather(
      @Nullable Object raw,
      String where,
      @Nullable ServiceSpec service,
      List<CheckSpec> specs,
      List<WorkloadKey> workloads) {
    List<?> written = raw instanceof Map<?, ?> map ? list(map.get("checks")) : List.of();
    for (int i = 0; i < specs.size(); i++) {
      String at = where + ".checks[" + i + "]";
      CheckSpec spec = specs.get(i);
      Object understood = serialization.convertValue(spec, Object.class);
      Lost.first(written.get(i), understood, at)
          .ifPresent(
              field -> {
                throw new UsageException(
                    "ReleaseRecord %s: %s is no field of a check; mend or remove it."
                        .formatted(record, field));
              });
      requireTimeout(spec, at);
      @Nullable String version = service == null ? null : service.version();
      checks.add(
          new Asked(
              record,
              service == null ? null : service.name(),
              new Question(namespace, spec, version, workloads)));
    }
  }

  private void requireTimeout(CheckSpec spec, String at) {
    try {
      var unused = spec.timeoutOrDefault();
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "ReleaseRecord %s: %s.timeout: %s.".formatted(record, at, e.getMessage()));
    }
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static WorkloadKey key(WorkloadSpec workload) {
    return new WorkloadKey(Kind.valueOf(workload.kindOrDefault().name()), workload.name());
  }
}
