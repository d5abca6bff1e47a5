package dev.releaserecord.preview;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would come of applying one record.
 *
 * @param applied whether a record of that name is there already
 * @param refusal why nothing of it would be acted upon; null for a sound record
 * @param digestSet what it declares; null where no service has a digest
 * @param services in the order of the spec
 * @param notLookedAt rights that are missing and that can be done without, each as {@code list
 *     nodes}: what they would show is not known
 * @param notes what else has to be known to judge this, each a sentence
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"namespace", "record", "applied", "verdict", "refusal", "digestSet"})
public record Preview(
    String namespace,
    String record,
    boolean applied,
    Verdict verdict,
    @Nullable String refusal,
    @Nullable String digestSet,
    List<Service> services,
    List<String> notLookedAt,
    List<String> notes) {

  public Preview {
    services = List.copyOf(services);
    notLookedAt = List.copyOf(notLookedAt);
    notes = List.copyOf(notes);
  }

  /**
   * One service of it.
   *
   * @param outcome never {@link Verdict#Refused}: that is the record's
   * @param phase that its status would show first
   * @param cause as in the status; null for none
   * @param waitsFor why its changes would not be made at once; null where they would
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonPropertyOrder({"name", "version", "outcome", "phase", "cause", "message", "waitsFor"})
  public record Service(
      String name,
      @Nullable String version,
      Verdict outcome,
      Phase phase,
      @Nullable String cause,
      String message,
      @Nullable String waitsFor,
      List<Change> changes,
      List<ServiceWarning> warnings) {

    public Service {
      changes = List.copyOf(changes);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * An image that would be written, or something else that would be done to a workload.
   *
   * @param workload {@code Kind/name}
   * @param container null where {@code action} says what is done instead
   * @param restart whether it replaces running pods
   * @param pods how many it replaces; 0 where it replaces none
   * @param sameBytes whether all of these pods run the digest already, by another name
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonPropertyOrder({"workload", "container", "from", "to", "restart", "pods", "sameBytes"})
  public record Change(
      String workload,
      @Nullable String container,
      @Nullable String from,
      @Nullable String to,
      boolean restart,
      int pods,
      boolean sameBytes,
      @Nullable String action) {}
}
