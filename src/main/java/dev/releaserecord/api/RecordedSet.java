package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a ControllerRevision of the history holds in its {@code data}: one digest set that was
 * verified, and on what. Names, digests and keyed digests alone; no value of a Secret, no pod
 * template.
 *
 * @param approvedBy null where nobody was asked
 * @param operatorVersion of the operator that verified it
 * @param content stands for all that an approval spoke of
 * @param services those that had a digest
 * @param checks how those of the whole record ended
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RecordedSet(
    String digestSet,
    @Nullable Instant verifiedAt,
    @Nullable String approvedBy,
    @Nullable String operatorVersion,
    @Nullable String content,
    List<RecordedService> services,
    List<CheckStatus> checks) {

  public RecordedSet {
    services = Copies.of(services);
    checks = Copies.of(checks);
  }

  /** The same, as an operator of this version saw it. */
  public RecordedSet by(String version) {
    return new RecordedSet(digestSet, verifiedAt, approvedBy, version, content, services, checks);
  }

  /**
   * What one service ran.
   *
   * @param version for people
   * @param image repository
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record RecordedService(
      String name,
      @Nullable String version,
      String image,
      String digest,
      List<RecordedWorkload> workloads,
      List<CheckStatus> checks) {

    public RecordedService {
      workloads = Copies.of(workloads);
      checks = Copies.of(checks);
    }
  }

  /**
   * What one workload stood on.
   *
   * @param template hash of the pod template, as Kubernetes names its revision; null where nobody
   *     tells
   * @param shape stands for the pod template without images and without what pods were restarted
   *     for; null where nobody wrote it down
   * @param secrets what its pods were started with
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record RecordedWorkload(
      WorkloadKind kind,
      String name,
      @Nullable String template,
      @Nullable String shape,
      @Nullable WorkloadSecrets secrets) {}
}
