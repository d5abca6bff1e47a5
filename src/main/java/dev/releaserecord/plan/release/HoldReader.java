package dev.releaserecord.plan.release;

import dev.releaserecord.api.FieldOwners;
import dev.releaserecord.api.Hold;
import dev.releaserecord.api.Timestamps;
import dev.releaserecord.plan.release.Release.HoldOrder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads holds, and by {@code metadata.managedFields} who set them and when. */
public final class HoldReader {

  private final ObjectMeta meta;

  /**
   * @param meta of the object that the hold stands in
   */
  public HoldReader(ObjectMeta meta) {
    this.meta = meta;
  }

  @Nullable HoldOrder ofRecord(@Nullable Hold hold) {
    return hold == null
        ? null
        : order(
            hold.reason(),
            hold.until(),
            "take `hold` out of the record",
            List.of("f:spec", "f:hold"));
  }

  @Nullable HoldOrder ofService(String service, @Nullable Hold hold) {
    return hold == null
        ? null
        : order(
            hold.reason(),
            hold.until(),
            "take `hold` out of service " + service + " of the record",
            List.of("f:spec", "f:services", "k:{\"name\":\"" + service + "\"}", "f:hold"));
  }

  /** A hold over every record of a namespace, kept in an object of its own. */
  public HoldOrder ofNamespace(@Nullable String reason, @Nullable String until) {
    return order(
        reason == null || reason.isBlank() ? "no reason given" : reason.strip(),
        until,
        "delete ConfigMap " + meta.getName() + ", which holds every record of the namespace,",
        List.of("f:data"));
  }

  private HoldOrder order(String reason, @Nullable String until, String lift, List<String> path) {
    Optional<ManagedFieldsEntry> owner = FieldOwners.last(meta.getManagedFields(), path);
    return new HoldOrder(
        reason,
        instant(until),
        new HoldOrder.Origin(
            lift,
            owner.map(ManagedFieldsEntry::getManager).orElse(null),
            owner.map(ManagedFieldsEntry::getTime).map(HoldReader::instant).orElse(null)));
  }

  /** An end that cannot be read never ends the hold: doing nothing is the safe side. */
  private static @Nullable Instant instant(@Nullable String text) {
    return Timestamps.read(text).orElse(null);
  }
}
