package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.api.ReleaseApproval;
import dev.releaserecord.api.ReleaseApprovalSpec;
import dev.releaserecord.api.Timestamps;
import dev.releaserecord.plan.gate.Approval;
import dev.releaserecord.plan.release.HoldReader;
import dev.releaserecord.plan.release.Release.HoldOrder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reduces what people put before a record to what a decision asks of it. */
public final class GateProjections {

  private GateProjections() {}

  public static Optional<Approval> of(ReleaseApproval approval) {
    ReleaseApprovalSpec spec = approval.getSpec();
    return spec == null
        ? Optional.empty()
        : Optional.of(
            new Approval(
                approval.getMetadata().getName(),
                spec.record(),
                spec.digestSet(),
                spec.approver(),
                Fields.moment(approval.getMetadata().getCreationTimestamp()),
                expires(spec)));
  }

  /** An end that cannot be read has come: pinning without approval is the unsafe side. */
  private static @Nullable Instant expires(ReleaseApprovalSpec spec) {
    return spec.expires() == null ? null : Timestamps.read(spec.expires()).orElse(Instant.EPOCH);
  }

  /** Whatever it holds, it holds: an empty one too. */
  public static Optional<HoldOrder> of(ConfigMap hold) {
    Map<String, String> data = hold.getData() == null ? Map.of() : hold.getData();
    return Optional.of(
        new HoldReader(hold.getMetadata()).ofNamespace(data.get("reason"), data.get("until")));
  }
}
