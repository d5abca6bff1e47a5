package dev.releaserecord.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.releaserecord.api.SecretSpec;
import dev.releaserecord.kube.secret.FactReader;
import dev.releaserecord.kube.secret.Fingerprints;
import dev.releaserecord.kube.secret.Keyring;
import dev.releaserecord.kube.secret.ReferenceReader;
import dev.releaserecord.plan.release.SecretRules;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.PullCredentials;
import dev.releaserecord.secret.fact.Stock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Manifests of a namespace and the rules of a record, as people write them. */
final class Scenario {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final ObjectMapper RULES = new ObjectMapper(new YAMLFactory());
  private static final FactReader FACTS =
      new FactReader(
          new Fingerprints("a key of thirty-two bytes length".getBytes(StandardCharsets.UTF_8)));

  private final List<HasMetadata> objects;
  private final List<SecretRule> rules = new ArrayList<>();
  private final List<RunningPod> pods = new ArrayList<>();
  private final Map<ObjectRef, Stock.Lookup> lookups = new HashMap<>();
  private final Set<String> notOurs;
  private Set<String> elsewhere = Set.of();
  private boolean proven;

  private Scenario(String manifests, Set<String> notOurs) {
    this.notOurs = notOurs;
    this.objects =
        Arrays.stream(manifests.split("(?m)^---$"))
            .map(document -> (HasMetadata) YAML.unmarshal(document, HasMetadata.class))
            .toList();
  }

  static Scenario of(String manifests) {
    return new Scenario(manifests, Set.of());
  }

  /**
   * @param foreign containers that are not the service's
   */
  static Scenario of(String manifests, String... foreign) {
    return new Scenario(manifests, Set.of(foreign));
  }

  /** The manifests of a file, as text. */
  static String file(String name) {
    try (InputStream in =
        Objects.requireNonNull(Scenario.class.getResourceAsStream("/secret/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Scenario rules(String yaml) {
    rules.addAll(SecretRules.read(specs(yaml), false));
    return this;
  }

  Scenario rulesOfRecord(String yaml) {
    rules.addAll(SecretRules.read(specs(yaml), true));
    return this;
  }

  private static List<SecretSpec> specs(String yaml) {
    try {
      return RULES.readValue(yaml, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  Scenario pod(String name, String... secrets) {
    pods.add(new RunningPod(name, Set.of(secrets)));
    return this;
  }

  Scenario unreadable(ObjectRef object) {
    lookups.put(object, new Stock.Lookup.Unreadable("may not get " + object));
    return this;
  }

  Scenario elsewhere(String... secrets) {
    elsewhere = Set.of(secrets);
    return this;
  }

  /** Pods of the same images run. */
  Scenario proven() {
    proven = true;
    return this;
  }

  Verification verify() {
    return Verifier.verify(question(), stock());
  }

  List<String> defects() {
    return verify().defects().stream().map(it -> it.cause() + ": " + it.message()).toList();
  }

  List<String> cautions() {
    return verify().cautions().stream().map(it -> it.reason() + ": " + it.message()).toList();
  }

  Question question() {
    return new Question(rules, templates(), pods, elsewhere);
  }

  List<PodTemplate> templates() {
    return objects.stream().flatMap(this::template).toList();
  }

  List<SecretRule> allRules() {
    return rules;
  }

  private Stream<PodTemplate> template(HasMetadata object) {
    return switch (object) {
      case Deployment it ->
          Stream.of(template(Kind.Deployment, it, it.getSpec().getTemplate().getSpec()));
      case CronJob it ->
          Stream.of(
              template(
                  Kind.CronJob,
                  it,
                  it.getSpec().getJobTemplate().getSpec().getTemplate().getSpec()));
      default -> Stream.empty();
    };
  }

  private PodTemplate template(Kind kind, HasMetadata object, PodSpec spec) {
    List<Container> containers =
        Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
            .filter(it -> !notOurs.contains(it.getName()))
            .toList();
    return new PodTemplate(
        new WorkloadKey(kind, object.getMetadata().getName()),
        ReferenceReader.read(spec),
        containers.stream().map(Container::getName).collect(Collectors.toSet()),
        new PodTemplate.Pulls(
            containers.stream()
                .map(Container::getImage)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()),
            proven));
  }

  Stock stock() {
    Map<ObjectRef, Stock.Lookup> found = new HashMap<>();
    Map<String, PullCredentials> pulls = new HashMap<>();
    Set<String> images =
        templates().stream()
            .flatMap(it -> it.pulls().images().stream())
            .collect(Collectors.toSet());
    for (HasMetadata object : objects) {
      String name = object.getMetadata().getName();
      switch (object) {
        case Secret secret -> {
          encode(secret);
          found.put(ObjectRef.secret(name), new Stock.Lookup.Found(FACTS.read(secret)));
          pulls.put(name, Keyring.of(secret).forImages(images));
        }
        case ConfigMap map ->
            found.put(ObjectRef.configMap(name), new Stock.Lookup.Found(FACTS.read(map)));
        default -> {}
      }
    }
    found.putAll(lookups);
    return new Stock(found, pulls, null);
  }

  /** As the API server does it. */
  private static void encode(Secret secret) {
    Map<String, String> data = new HashMap<>();
    if (secret.getData() != null) {
      data.putAll(secret.getData());
    }
    if (secret.getStringData() != null) {
      secret
          .getStringData()
          .forEach(
              (key, value) ->
                  data.put(
                      key,
                      Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    }
    secret.setData(data);
  }
}
