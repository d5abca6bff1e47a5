package dev.releaserecord.kube.cache;

import dev.releaserecord.kube.ApiFailure;
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
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of the Secrets and ConfigMaps of one namespace. Facts are kept of those that
 * somebody needs; of all others only that they exist. A value is held for the time of one call.
 */
final class ConfigurationCache {

  /**
   * What a record needs.
   *
   * @param member a workload of the record, by which it is woken
   */
  private record Interest(WorkloadKey member, Set<ObjectRef> objects) {}

  private final String namespace;
  private final FactReader facts;
  private final Consumer<WorkloadKey> waker;
  private final Shelf secrets;
  private final Shelf configMaps;
  private final Map<String, Interest> interests = new ConcurrentHashMap<>();

  /** What templates referred to when the stores were first filled: spares a request for each. */
  private volatile Set<ObjectRef> referred = Set.of();

  /**
   * @param scope which Secrets are watched; of ConfigMaps all are
   * @param waker told at once of a workload of each record that a change concerns
   */
  ConfigurationCache(
      KubernetesClient client,
      String namespace,
      FactReader facts,
      SecretScope scope,
      Consumer<WorkloadKey> waker) {
    this.namespace = namespace;
    this.facts = facts;
    this.waker = waker;
    this.secrets =
        switch (scope) {
          case ALL -> whole(client.secrets().inNamespace(namespace));
          case BY_NAME -> named(client.secrets().inNamespace(namespace));
        };
    var ofConfigMaps = client.configMaps().inNamespace(namespace);
    this.configMaps =
        new WholeShelf<ConfigMap>(
            dispensable("configmaps"),
            new WholeShelf.Access<>(
                ofConfigMaps,
                ConfigMap::new,
                name -> ofConfigMaps.withName(name).get(),
                this::read),
            name -> wanted(ObjectRef.configMap(name)),
            this::changed);
  }

  private Shelf whole(NonNamespaceOperation<Secret, SecretList, Resource<Secret>> ofSecrets) {
    return new WholeShelf<Secret>(
        dispensable("secrets"),
        new WholeShelf.Access<>(
            ofSecrets, Secret::new, name -> ofSecrets.withName(name).get(), this::read),
        name -> wanted(ObjectRef.secret(name)),
        this::changed);
  }

  private Shelf named(NonNamespaceOperation<Secret, SecretList, Resource<Secret>> ofSecrets) {
    return new NamedShelf<Secret>(
        dispensable("secrets"),
        new NamedShelf.Access<>(
            name -> ofSecrets.withField("metadata.name", name), Secret::new, this::read),
        this::changed);
  }

  private Dispensable dispensable(String plural) {
    return new Dispensable(
        plural, "what is missing in them is not found before a pin", this::wakeAll);
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
    ObjectRef object = change.either().found().facts().object();
    interests.values().stream()
        .filter(it -> it.objects.contains(object))
        .forEach(it -> waker.accept(it.member));
  }

  private void wakeAll() {
    interests.values().forEach(it -> waker.accept(it.member));
  }

  List<Watched<?, ?>> all() {
    return Stream.concat(secrets.all().stream(), configMaps.all().stream()).toList();
  }

  /**
   * Begins to watch.
   *
   * @param objects that templates refer to
   */
  void start(Set<ObjectRef> objects) {
    referred = Set.copyOf(objects);
    secrets.start();
    configMaps.start();
  }

  private void want() {
    secrets.want(
        interests.values().stream()
            .flatMap(it -> it.objects.stream())
            .filter(ObjectRef::isSecret)
            .map(ObjectRef::name)
            .collect(Collectors.toSet()));
  }

  /**
   * What came of looking for all that a record needs; from now on a change of it wakes the record.
   *
   * @param record its uid
   * @param member a workload of it
   */
  Stock stock(String record, WorkloadKey member, Needs needs) {
    Interest interest = new Interest(member, needs.objects());
    if (!interest.equals(interests.put(record, interest))) {
      want();
    }
    Map<ObjectRef, Lookup> found = new HashMap<>();
    Map<String, PullCredentials> pulls = new HashMap<>();
    for (ObjectRef object : needs.objects()) {
      Shelf shelf = object.isSecret() ? secrets : configMaps;
      Optional<String> blind = blind(shelf, object.name());
      if (blind.isPresent()) {
        found.put(object, new Lookup.Unreadable(blind.get()));
      } else {
        found.put(object, lookUp(shelf, object, needs, pulls));
      }
    }
    return new Stock(found, pulls, facts.key());
  }

  private Lookup lookUp(
      Shelf shelf, ObjectRef object, Needs needs, Map<String, PullCredentials> pulls) {
    String name = object.name();
    try {
      Held held = shelf.find(name);
      if (held == null) {
        return new Lookup.Absent();
      }
      Set<String> images = needs.pulls().get(name);
      Keyring keyring = held.keyring();
      if (keyring != null && images != null) {
        pulls.put(name, keyring.forImages(images));
      }
      return held.found();
    } catch (KubernetesClientException e) {
      return new Lookup.Unreadable(
          ApiFailure.of(e) instanceof ApiFailure.Forbidden
              ? missingRight("get " + shelf.plural())
              : "cannot read " + object + ": " + ApiFailure.of(e).message());
    }
  }

  /** Why nothing can be believed of one, or of all. */
  private Optional<String> blind(Shelf shelf, String name) {
    return shelf
        .watching(name)
        .flatMap(it -> it.missingRight().map(this::missingRight).or(it::problem));
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
    if (interests.remove(record) != null) {
      want();
    }
  }
}
