package dev.releaserecord.check;

import dev.releaserecord.api.CheckSpec;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check over HTTP or TCP, with what it is asked about.
 *
 * @param namespace of the record
 * @param version of the service, with which a header may have to agree; null where it has none
 * @param workloads of the service: their ready pods are asked where the check names no Service
 */
public record Question(
    String namespace, CheckSpec spec, @Nullable String version, List<WorkloadKey> workloads) {
  public Question {
    workloads = List.copyOf(workloads);
  }
}
