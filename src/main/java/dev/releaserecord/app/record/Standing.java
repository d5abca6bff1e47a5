package dev.releaserecord.app.record;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a record stands, by what the operator wrote into its status.
 *
 * @param status empty where nobody has looked at it yet
 */
public record Standing(ReleaseRecord record, ReleaseRecordStatus status) {

  public static Standing of(ReleaseRecord record) {
    return new Standing(
        record, Objects.requireNonNullElse(record.getStatus(), ReleaseRecordStatus.EMPTY));
  }

  public String name() {
    return record.getMetadata().getName();
  }

  public String namespace() {
    return record.getMetadata().getNamespace();
  }

  /** The condition Ready, where it speaks of the spec as it is now. */
  public Optional<Condition> ready() {
    return status.conditions().stream()
        .filter(it -> it.getType().equals("Ready"))
        .filter(
            it -> Objects.equals(it.getObservedGeneration(), record.getMetadata().getGeneration()))
        .findFirst();
  }

  /** Whether it is Ready, as of the newest spec. */
  public boolean isReady() {
    return ready().filter(it -> it.getStatus().equals("True")).isPresent();
  }

  /** The reason in one word and the message; or that nobody has looked yet. */
  public String headline() {
    return ready()
        .map(it -> it.getReason() + ", " + it.getMessage())
        .orElse("the operator has not looked at the newest spec yet; is it running?");
  }
}
