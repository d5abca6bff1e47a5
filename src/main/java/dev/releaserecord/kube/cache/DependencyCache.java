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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one namespace that records depend on, of whatever kind: a watch for each, by a
 * field selector, as long as some record names it.
 */
final class DependencyCache {

  private static final Duration MOMENT = Duration.ofSeconds(2);

  /** A kind may be installed at any time; asking for it is one request. */
  private static final Executor IN_A_MINUTE =
      CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES);

  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final KubernetesClient client;
  private final String namespace;
  private final Consumer<@Nullable String> turned;
  private final Executor later;
  private final Map<String, Set<DependencyKey>> interests = new ConcurrentHashMap<>();
  private final Map<DependencyKey, Watching> watching = new HashMap<>();
  private boolean stopped;

  /**
   * @param object null where its kind is not known
   * @param endpoints of a Service; null of all else
   * @param trouble why its kind is not known; null where it is
   */
  private record Watching(
      @Nullable Watched<?, DependencyProjections.Seen> object,
      @Nullable Watched<?, DependencyProjections.Endpoints> endpoints,
      @Nullable Unknown trouble) {

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
  }

  /**
   * @param turned told of a record for which something changed
   */
  DependencyCache(KubernetesClient client, String namespace, Consumer<@Nullable String> turned) {
    this(client, namespace, turned, IN_A_MINUTE);
  }

  /**
   * @param later runs the next attempt to find a kind
   */
  DependencyCache(
      KubernetesClient client,
      String namespace,
      Consumer<@Nullable String> turned,
      Executor later) {
    this.client = client;
    this.namespace = namespace;
    this.turned = turned;
    this.later = later;
  }

  /**
   * What is known of all that a record depends on; from now on a change of it wakes the record.
   * Waits a moment for what is new: a pass that knows nothing of it would say so.
   */
  Map<DependencyKey, DependencyView> look(String record, List<DependencyKey> keys) {
    Set<DependencyKey> wanted = Set.copyOf(keys);
    Set<DependencyKey> before =
        wanted.isEmpty() ? interests.remove(record) : interests.put(record, wanted);
    if (!wanted.equals(before == null ? Set.of() : before)) {
      want();
    }
    return wanted.stream().collect(Collectors.toMap(key -> key, this::view));
  }

  void stop() {
    List<Watching> ending;
    synchronized (this) {
      stopped = true;
      ending = List.copyOf(watching.values());
    }
    ending.forEach(it -> it.all().forEach(Watched::stop));
  }

  private void want() {
    Set<DependencyKey> wanted =
        interests.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    List<Watched<?, ?>> fresh = new ArrayList<>();
    synchronized (this) {
      if (stopped) {
        return;
      }
      watching.forEach(
          (key, it) -> {
            if (!wanted.contains(key)) {
              it.all().forEach(Watched::stop);
            }
          });
      watching.keySet().retainAll(wanted);
      for (DependencyKey key : wanted) {
        if (!watching.containsKey(key)) {
          Watching it = begin(key);
          watching.put(key, it);
          fresh.addAll(it.all());
        }
      }
    }
    fresh.forEach(Watched::start);
    fresh.forEach(one -> one.awaitFirstAnswer(MOMENT));
  }

  private Watching begin(DependencyKey key) {
    try {
      Optional<ResourceDefinitionContext> kind = kind(key);
      if (kind.isEmpty()) {
        return unknown(
            key,
            "the cluster knows no namespaced kind "
                + key.kind()
                + " of "
                + key.apiVersion()
                + ": correct it, or install it");
      }
      return new Watching(object(key, kind.get()), endpoints(key), null);
    } catch (KubernetesClientException e) {
      return unknown(key, "its kind could not be asked for: " + ApiFailure.of(e).message());
    }
  }

  private Watching unknown(DependencyKey key, String why) {
    later.execute(() -> askAgain(key));
    return new Watching(null, null, new Unknown(why, false));
  }

  private void askAgain(DependencyKey key) {
    synchronized (this) {
      Watching it = watching.get(key);
      if (stopped || it == null || it.trouble == null) {
        return;
      }
      watching.remove(key);
    }
    want();
    wake(key);
  }

  private Optional<ResourceDefinitionContext> kind(DependencyKey key) {
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

  private Watched<?, DependencyProjections.Seen> object(
      DependencyKey key, ResourceDefinitionContext kind) {
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
        new ProjectionStore<>(shape, _ -> wake(key)),
        blind(key, what));
  }

  private @Nullable Watched<?, DependencyProjections.Endpoints> endpoints(DependencyKey key) {
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
        new ProjectionStore<>(shape, _ -> wake(key)),
        blind(key, what));
  }

  private Dispensable blind(DependencyKey key, String what) {
    return new Dispensable(what, "nothing is pinned that depends on " + key, () -> wake(key));
  }

  private void wake(DependencyKey key) {
    interests.forEach(
        (record, keys) -> {
          if (keys.contains(key)) {
            turned.accept(record);
          }
        });
  }

  private DependencyView view(DependencyKey key) {
    Watching it;
    synchronized (this) {
      it = watching.get(key);
    }
    if (it == null || it.object == null) {
      return it == null || it.trouble == null
          ? new Unknown("it has not been looked for yet", false)
          : it.trouble;
    }
    Optional<Unknown> blind = it.all().stream().flatMap(one -> blind(one).stream()).findFirst();
    if (blind.isPresent()) {
      return blind.get();
    }
    return it.object
        .store()
        .all()
        .findFirst()
        .map(seen -> view(seen, it.endpoints))
        .orElseGet(DependencyView.Missing::new);
  }

  private static DependencyView view(
      DependencyProjections.Seen seen,
      @Nullable Watched<?, DependencyProjections.Endpoints> endpoints) {
    return endpoints == null
        ? seen.view()
        : Readiness.ofService(
            seen.view(),
            seen.external(),
            endpoints.store().all().mapToInt(DependencyProjections.Endpoints::ready).sum());
  }

  private Optional<Unknown> blind(Watched<?, ?> one) {
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
}
