package dev.releaserecord.kube.cache;

import static dev.releaserecord.kube.cache.ProjectionStore.blank;

import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.kube.cache.ProjectionStore.Shape;
import dev.releaserecord.kube.secret.FactReader;
import dev.releaserecord.kube.secret.Keyring;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.secret.Needs;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.PullCredentials;
import dev.releaserecord.secret.fact.Stock;
import dev.releaserecord.secret.fact.Stock.Lookup;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the Secrets and ConfigMaps of one namespace. Facts are kept of those that
 * somebody needs; of all others only that they exist. A value is held for the time of one call.
 */
final class ConfigurationCache {

  /**
   * An object that somebody needs.
   *
   * @param found its facts, as every look at it gives them: told apart by identity at no cost
   * @param keyring what a Secret gives to whoever pulls with it; null for a ConfigMap
   */
  private record Held(Lookup.Found found, @Nullable Keyring keyring) {

    /** The type of a Secret cannot change, so the facts tell all. */
    static boolean same(Held before, Held after) {
      return before.found.equals(after.found);
    }
  }

  /**
   * One of the two kinds.
   *
   * @param get the object of that name as it is now; null where there is none
   */
  private record Shelf<T extends HasMetadata>(
      String plural,
      Watched<T, Held> watched,
      Function<String, @Nullable T> get,
      Function<T, Held> read) {}

  /**
   * What a record needs.
   *
   * @param member a workload of the record, by which it is woken
   */
  private record Interest(WorkloadKey member, Set<ObjectRef> objects) {}

  private final String namespace;
  private final FactReader facts;
  private final Consumer<WorkloadKey> waker;
  private final Shelf<Secret> secrets;
  private final Shelf<ConfigMap> configMaps;
  private final Map<String, Interest> interests = new ConcurrentHashMap<>();

  /** What templates referred to when the stores were first filled: spares a request for each. */
  private volatile Set<ObjectRef> referred = Set.of();

  /**
   * @param waker told at once of a workload of each record that a change concerns
   */
  ConfigurationCache(
      KubernetesClient client, String namespace, FactReader facts, Consumer<WorkloadKey> waker) {
    this.namespace = namespace;
    this.facts = facts;
    this.waker = waker;
    var ofSecrets = client.secrets().inNamespace(namespace);
    this.secrets =
        new Shelf<>(
            "secrets",
            new Watched<>(
                "secrets",
                ofSecrets,
                new ProjectionStore<>(
                    new Shape<>(
                        this::project, ConfigurationCache::name, blank(Secret::new), Held::same),
                    this::changed),
                dispensable("secrets")),
            name -> ofSecrets.withName(name).get(),
            this::read);
    var ofConfigMaps = client.configMaps().inNamespace(namespace);
    this.configMaps =
        new Shelf<>(
            "configmaps",
            new Watched<>(
                "configmaps",
                ofConfigMaps,
                new ProjectionStore<>(
                    new Shape<>(
                        this::project, ConfigurationCache::name, blank(ConfigMap::new), Held::same),
                    this::changed),
                dispensable("configmaps")),
            name -> ofConfigMaps.withName(name).get(),
            this::read);
  }

  private Dispensable dispensable(String plural) {
    return new Dispensable(
        plural, "what is missing in them is not found before a pin", this::wakeAll);
  }

  private static Object name(Held held) {
    return held.found.facts().object().name();
  }

  private Optional<Held> project(Secret secret) {
    return wanted(ObjectRef.secret(secret.getMetadata().getName()))
        ? Optional.of(read(secret))
        : Optional.empty();
  }

  private Optional<Held> project(ConfigMap configMap) {
    return wanted(ObjectRef.configMap(configMap.getMetadata().getName()))
        ? Optional.of(read(configMap))
        : Optional.empty();
  }

  private Held read(Secret secret) {
    return new Held(new Lookup.Found(facts.read(secret)), Keyring.of(secret));
  }

  private Held read(ConfigMap configMap) {
    return new Held(new Lookup.Found(facts.read(configMap)), null);
  }

  private boolean wanted(ObjectRef object) {
    return referred.contains(object)
        || interests.values().stream().anyMatch(it -> it.objects.contains(object));
  }

  private void changed(ProjectionStore.Change<Held> change) {
    ObjectRef object = change.either().found.facts().object();
    interests.values().stream()
        .filter(it -> it.objects.contains(object))
        .forEach(it -> waker.accept(it.member));
  }

  private void wakeAll() {
    interests.values().forEach(it -> waker.accept(it.member));
  }

  List<Watched<?, ?>> all() {
    return List.of(secrets.watched, configMaps.watched);
  }

  /**
   * Before the stores are filled.
   *
   * @param objects that templates refer to
   */
  void expect(Set<ObjectRef> objects) {
    referred = Set.copyOf(objects);
  }

  /**
   * What came of looking for all that a record needs; from now on a change of it wakes the record.
   *
   * @param record its uid
   * @param member a workload of it
   */
  Stock stock(String record, WorkloadKey member, Needs needs) {
    interests.put(record, new Interest(member, needs.objects()));
    Map<ObjectRef, Lookup> found = new HashMap<>();
    Map<String, PullCredentials> pulls = new HashMap<>();
    for (ObjectRef object : needs.objects()) {
      Shelf<?> shelf = object.isSecret() ? secrets : configMaps;
      Optional<String> blind = blind(shelf);
      if (blind.isPresent()) {
        found.put(object, new Lookup.Unreadable(blind.get()));
      } else {
        found.put(object, lookUp(shelf, object, needs, pulls));
      }
    }
    return new Stock(found, pulls, facts.key());
  }

  private Lookup lookUp(
      Shelf<?> shelf, ObjectRef object, Needs needs, Map<String, PullCredentials> pulls) {
    String name = object.name();
    try {
      Held held = held(shelf, name);
      if (held == null) {
        return new Lookup.Absent();
      }
      Set<String> images = needs.pulls().get(name);
      if (held.keyring != null && images != null) {
        pulls.put(name, held.keyring.forImages(images));
      }
      return held.found;
    } catch (KubernetesClientException e) {
      return new Lookup.Unreadable(
          ApiFailure.of(e) instanceof ApiFailure.Forbidden
              ? missingRight("get " + shelf.plural)
              : "cannot read " + object + ": " + ApiFailure.of(e).message());
    }
  }

  /** One that nobody needed until now is read anew: of its values nothing was kept. */
  private static <T extends HasMetadata> @Nullable Held held(Shelf<T> shelf, String name) {
    ProjectionStore<T, Held> store = shelf.watched.store();
    Optional<Held> known = store.find(name);
    if (known.isPresent() || !store.holds(name)) {
      return known.orElse(null);
    }
    T object = shelf.get.apply(name);
    if (object == null) {
      return null;
    }
    Held held = shelf.read.apply(object);
    ObjectMeta meta = object.getMetadata();
    store.learned(name, held, meta.getUid(), meta.getResourceVersion());
    return held;
  }

  /** Why nothing of a kind can be believed. */
  private Optional<String> blind(Shelf<?> shelf) {
    return shelf.watched.missingRight().map(this::missingRight).or(shelf.watched::problem);
  }

  private String missingRight(String right) {
    return EvidenceTaken.MAY_NOT
        + right
        + " in namespace "
        + namespace
        + ": grant the operator get, list and watch of them";
  }

  /** A record is gone, or needs nothing any more. */
  void forget(String record) {
    interests.remove(record);
  }
}
