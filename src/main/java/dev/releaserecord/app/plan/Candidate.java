package dev.releaserecord.app.plan;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record as it would stand in the cluster.
 *
 * @param applied whether one of that name is there already
 * @param notes what the caller should know of how it came about
 */
record Candidate(ReleaseRecord record, boolean applied, List<String> notes) {

  Candidate {
    notes = List.copyOf(notes);
  }

  Candidate with(String note) {
    return new Candidate(record, applied, Stream.concat(notes.stream(), Stream.of(note)).toList());
  }

  /** A record as somebody wrote it. */
  record Draft(String namespace, String name, Map<String, Object> body) {}

  /**
   * Where the caller may not even try to write it: as it was written, in the place of the one that
   * is there.
   *
   * @param right that is missing
   * @throws UsageException if it cannot be understood
   */
  static Candidate unjudged(
      Draft draft,
      @Nullable ReleaseRecord live,
      String right,
      Instant now,
      KubernetesSerialization serialization) {
    Map<String, Object> body = new LinkedHashMap<>(draft.body);
    body.remove("status");
    ReleaseRecord record = parse(draft, body, serialization);
    ObjectMeta meta = record.getMetadata();
    meta.setNamespace(draft.namespace);
    if (live == null) {
      meta.setUid("not-applied-" + draft.name);
      meta.setGeneration(1L);
      meta.setCreationTimestamp(now.truncatedTo(ChronoUnit.SECONDS).toString());
    } else {
      ObjectMeta its = live.getMetadata();
      meta.setUid(its.getUid());
      meta.setGeneration(its.getGeneration() == null ? 1 : its.getGeneration() + 1);
      meta.setCreationTimestamp(its.getCreationTimestamp());
      meta.setFinalizers(its.getFinalizers());
      record.setStatus(live.getStatus());
    }
    return new Candidate(
        record,
        live != null,
        List.of(
            "The API server was not asked whether it takes this record: you may not "
                + right
                + ", and a trial takes the same right."));
  }

  private static ReleaseRecord parse(
      Draft draft, Map<String, Object> body, KubernetesSerialization serialization) {
    ReleaseRecord record;
    try {
      record = serialization.convertValue(body, ReleaseRecord.class);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "ReleaseRecord %s cannot be understood: %s"
              .formatted(
                  draft.name, String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
    if (record.getSpec() == null || record.getSpec().services().isEmpty()) {
      throw new UsageException(
          "ReleaseRecord %s has no spec.services; write them.".formatted(draft.name));
    }
    return record;
  }

  /** Whether a record names a workload. */
  static boolean names(ReleaseRecord record, WorkloadKey workload) {
    return record.getSpec() != null
        && record.getSpec().services().stream()
            .flatMap(service -> service.workloadsOrDefault().stream())
            .anyMatch(
                it ->
                    it.name().equals(workload.name())
                        && it.kindOrDefault().name().equals(workload.kind().name()));
  }
}
