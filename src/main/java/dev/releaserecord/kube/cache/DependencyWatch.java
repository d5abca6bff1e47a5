package dev.releaserecord.kube.cache;

import static dev.releaserecord.kube.cache.ProjectionStore.blank;

import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.kube.cache.ProjectionStore.Shape;
import dev.releaserecord.kube.cache.projection.DependencyProjections;
import dev.releaserecord.plan.gate.DependencyView;
import dev.releaserecord.plan.gate.DependencyView.Unknown;
import dev.releaserecord.plan.gate.Readiness;
import dev.releaserecord.plan.release.DependencyKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one object is watched that records depend on.
 *
 * @param object null where its kind is not known
 * @param endpoints of a Service; null of all else
 * @param trouble why its kind is not known; null where it is
 */
record DependencyWatch(
    @Nullable Watched<?, DependencyProjections.Seen> object,
    @Nullable Watched<?, DependencyProjections.Endpoints> endpoints,
    @Nullable Unknown trouble) {

  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  /**
   * Asks the API server for its kind; watches nothing yet.
   *
   * @param turned called when it changes
   */
  static DependencyWatch find(
      KubernetesClient client, String namespace, DependencyKey key, Runnable turned) {
    try {
      Optional<ResourceDefinitionContext> kind = kind(client, key);
      if (kind.isEmpty()) {
        return unknown(
            "the cluster knows no namespaced kind "
                + key.kind()
                + " of "
                + key.apiVersion()
                + ": correct it, or install it");
      }
      Maker maker = new Maker(client, namespace, key, turned);
      return new DependencyWatch(maker.object(kind.get()), maker.endpoints(), null);
    } catch (KubernetesClientException e) {
      return unknown("its kind could not be asked for: " + ApiFailure.of(e).message());
    }
  }

  private static DependencyWatch unknown(String why) {
    return new DependencyWatch(null, null, new Unknown(why, false));
  }

  private static Optional<ResourceDefinitionContext> kind(
      KubernetesClient client, DependencyKey key) {
    var resources = client.getApiResources(key.apiVersion());
    return resources == null
        ? Optional.empty()
        : resources.getResources().stream()
            .filter(it -> it.getKind().equals(key.kind()))
            .filter(it -> Boolean.TRUE.equals(it.getNamespaced()) && !it.getName().contains("/"))
            .findFirst()
            .map(
                it ->
                    new ResourceDefinitionContext.Builder()
                        .withGroup(key.group())
                        .withVersion(key.apiVersion().substring(key.apiVersion().indexOf('/') + 1))
                        .withKind(key.kind())
                        .withPlural(it.getName())
                        .withNamespaced(true)
                        .build());
  }

  List<Watched<?, ?>> all() {
    List<Watched<?, ?>> all = new ArrayList<>();
    if (object != null) {
      all.add(object);
    }
    if (endpoints != null) {
      all.add(endpoints);
    }
    return all;
  }

  /** What is known of it now. */
  DependencyView view(String namespace) {
    if (object == null) {
      return trouble == null ? new Unknown("it has not been looked for yet", false) : trouble;
    }
    return all().stream()
        .flatMap(one -> blind(one, namespace).stream())
        .<DependencyView>map(unknown -> unknown)
        .findFirst()
        .orElseGet(
            () ->
                object
                    .store()
                    .all()
                    .findFirst()
                    .map(this::view)
                    .orElseGet(DependencyView.Missing::new));
  }

  private DependencyView view(DependencyProjections.Seen seen) {
    return endpoints == null
        ? seen.view()
        : Readiness.ofService(
            seen.view(),
            seen.external(),
            endpoints.store().all().mapToInt(DependencyProjections.Endpoints::ready).sum());
  }

  private static Optional<Unknown> blind(Watched<?, ?> one, String namespace) {
    return one.missingRight()
        .map(
            right ->
                new Unknown(
                    "the operator may not "
                        + right
                        + " in namespace "
                        + namespace
                        + ": grant it list and watch of them",
                    true))
        .or(() -> one.problem().map(text -> new Unknown(text, false)));
  }

  /** Makes the watches of one object. */
  private record Maker(
      KubernetesClient client, String namespace, DependencyKey key, Runnable turned) {
    Watched<?, DependencyProjections.Seen> object(ResourceDefinitionContext kind) {
      String what =
          kind.getPlural()
              + (key.group().isEmpty() ? "" : "." + key.group())
              + " named "
              + key.name();
      Shape<GenericKubernetesResource, DependencyProjections.Seen> shape =
          new Shape<>(DependencyProjections::of, _ -> key, blank(GenericKubernetesResource::new));
      return new Watched<>(
          what,
          client
              .genericKubernetesResources(kind)
              .inNamespace(namespace)
              .withField("metadata.name", key.name()),
          new ProjectionStore<>(shape, _ -> turned.run()),
          blind(what));
    }

    @Nullable Watched<?, DependencyProjections.Endpoints> endpoints() {
      if (!key.apiVersion().equals("v1") || !key.kind().equals("Service")) {
        return null;
      }
      Shape<EndpointSlice, DependencyProjections.Endpoints> shape =
          new Shape<>(DependencyProjections::of, _ -> key, blank(EndpointSlice::new));
      String what = "endpointslices.discovery.k8s.io";
      return new Watched<>(
          what,
          client
              .discovery()
              .v1()
              .endpointSlices()
              .inNamespace(namespace)
              .withLabel(SERVICE_NAME, key.name()),
          new ProjectionStore<>(shape, _ -> turned.run()),
          blind(what));
    }

    private Dispensable blind(String what) {
      return new Dispensable(what, "nothing is pinned that depends on " + key, turned);
    }
  }
}
