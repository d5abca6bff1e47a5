package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.api.FieldOwners;
import dev.releaserecord.rollout.Marks;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads whether a Deployment is drained, and by whom it was scaled last. */
final class DrainReader {

  private static final String RESTORE_LABEL = "releaserecord.dev/restore-replicas";
  private static final List<String> REPLICAS = List.of("f:spec", "f:replicas");
  private static final List<String> LABEL = List.of("f:metadata", "f:labels", "f:" + RESTORE_LABEL);

  private DrainReader() {}

  static Marks.@Nullable Drain read(Deployment deployment) {
    ObjectMeta meta = deployment.getMetadata();
    Map<String, String> labels = Objects.requireNonNullElse(meta.getLabels(), Map.of());
    String label = labels.get(RESTORE_LABEL);
    if (label == null) {
      return null;
    }
    boolean zero = Fields.number(deployment.getSpec().getReplicas(), 1) == 0;
    List<ManagedFieldsEntry> entries = Fields.list(meta.getManagedFields());
    return new Marks.Drain(label, zero && byUs(entries), since(entries));
  }

  /**
   * Zero by somebody else's hand is what somebody wants, be it beside ours: who owns the same value
   * has applied it since. Where nobody owns it, it is ours.
   */
  private static boolean byUs(List<ManagedFieldsEntry> entries) {
    return entries.stream()
        .filter(entry -> FieldOwners.owns(entry, REPLICAS))
        .allMatch(entry -> Marks.MANAGER.equals(entry.getManager()));
  }

  private static @Nullable Instant since(List<ManagedFieldsEntry> entries) {
    return entries.stream()
        .filter(entry -> Marks.MANAGER.equals(entry.getManager()) && FieldOwners.owns(entry, LABEL))
        .map(entry -> Fields.moment(entry.getTime()))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }
}
