package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.plan.gate.DependencyView;
import dev.releaserecord.plan.gate.LiveObject;
import dev.releaserecord.plan.gate.Readiness;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Optional;

/** Reduces an object of any kind to whether it serves. */
public final class DependencyProjections {

  private DependencyProjections() {}

  /**
   * An object as it was last seen.
   *
   * @param external whether it is a Service that stands for a name elsewhere
   */
  public record Seen(DependencyView view, boolean external) {}

  /** How many endpoints of a slice are ready. */
  public record Endpoints(int ready) {}

  public static Optional<Seen> of(GenericKubernetesResource resource) {
    var meta = resource.getMetadata();
    LiveObject object =
        new LiveObject(
            resource.getApiVersion(),
            resource.getKind(),
            meta.getGeneration() == null ? 0 : meta.getGeneration(),
            meta.getDeletionTimestamp() != null,
            resource.getAdditionalProperties());
    return Optional.of(new Seen(Readiness.of(object), object.external()));
  }

  /** An endpoint of which nothing is said counts as ready (EndpointConditions). */
  public static Optional<Endpoints> of(EndpointSlice slice) {
    return Optional.of(
        new Endpoints(
            Math.toIntExact(
                Fields.list(slice.getEndpoints()).stream()
                    .filter(
                        it ->
                            it.getConditions() == null
                                || !Boolean.FALSE.equals(it.getConditions().getReady()))
                    .count())));
  }
}
