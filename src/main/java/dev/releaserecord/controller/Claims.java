package dev.releaserecord.controller;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ServiceSpec;
import dev.releaserecord.api.WorkloadSpec;
import dev.releaserecord.rollout.WorkloadKey;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which records name which workloads: an index over the cache of records. */
final class Claims {

  private static final String INDEX = "workload";

  private final IndexerResourceCache<ReleaseRecord> records;

  private Claims(IndexerResourceCache<ReleaseRecord> records) {
    this.records = records;
  }

  static Claims over(IndexerResourceCache<ReleaseRecord> records) {
    records.addIndexers(Map.of(INDEX, record -> keys(record).distinct().toList()));
    return new Claims(records);
  }

  List<ReleaseRecord> of(String namespace, WorkloadKey workload) {
    return records.byIndex(INDEX, namespace + "/" + workload);
  }

  /** Other records that name a workload of this one. */
  Stream<ReleaseRecord> rivals(ReleaseRecord record) {
    return keys(record)
        .distinct()
        .flatMap(key -> records.byIndex(INDEX, key).stream())
        .filter(other -> !other.getMetadata().getUid().equals(record.getMetadata().getUid()));
  }

  boolean knows(ResourceID record) {
    return records.get(record).isPresent();
  }

  Stream<ReleaseRecord> all() {
    return records.list();
  }

  private static Stream<String> keys(ReleaseRecord record) {
    if (record.getSpec() == null) {
      return Stream.empty();
    }
    return record.getSpec().services().stream()
        .map(ServiceSpec::workloadsOrDefault)
        .flatMap(List::stream)
        .map(workload -> key(record, workload));
  }

  private static String key(ReleaseRecord record, WorkloadSpec workload) {
    return record.getMetadata().getNamespace()
        + "/"
        + workload.kindOrDefault().name()
        + "/"
        + workload.name();
  }
}
