package dev.releaserecord.secret.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.kube.secret.ReferenceReader;
import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.KeyFacts;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.Stock;
import io.fabric8.kubernetes.api.model.ConfigMapEnvSourceBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecretEnvSourceBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Random containers, whose values are all different: what is said of a variable's origin must be
 * what a kubelet gives it. The seed is fixed: a failure comes back.
 */
@Execution(ExecutionMode.CONCURRENT)
class EnvironmentPropertiesTest {

  private static final int CONTAINERS = 30_000;
  private static final List<String> NAMES = List.of("A", "B", "C", "P_A", "P_B");
  private static final KeyFacts ANY =
      new KeyFacts(KeyFacts.Look.PLAIN, Map.of(), new Fingerprint(1, 2), Map.of());

  private final Random random = new Random(20251020);
  private final Map<String, Map<String, String>> objects = new HashMap<>();
  private int values;

  @Test
  void whatIsSaidOfAVariableIsWhatTheKubeletDoes() {
    int started = 0;
    for (int i = 0; i < CONTAINERS; i++) {
      populate();
      Container container = container();
      Optional<Map<String, String>> real = KubeletEnv.of(container, objects);
      if (real.isPresent()) {
        started++;
        holds(container, real.get());
      }
    }
    assertThat(started).isGreaterThan(CONTAINERS / 4);
  }

  private void holds(Container container, Map<String, String> real) {
    References references =
        ReferenceReader.read(new PodSpecBuilder().withContainers(container).build());
    Environment environment =
        Environment.of(
            references.containers().stream()
                .findFirst()
                .orElseGet(() -> new ContainerEnv("app", List.of(), List.of())),
            stock());
    for (String name : NAMES) {
      String value = real.get(name);
      Optional<Origin> origin = environment.origin(name);
      assertThat(origin.isPresent()).as("%s of %s", name, container).isEqualTo(value != null);
      if (value != null) {
        holds(origin.orElseThrow(), value);
      }
    }
  }

  private void holds(Origin origin, String value) {
    switch (origin) {
      case Origin.OfKey(ObjectRef object, String key) ->
          assertThat(objects.getOrDefault(object.kind() + "/" + object.name(), Map.of()))
              .containsEntry(key, value);
      case Origin.Literal _ -> assertThat(value).matches("(text\\d+)?(\\$\\(A\\))?");
      case Origin.Composed _ -> assertThat(value).contains("+");
      case Origin.Dangling(String variable) -> assertThat(value).isEqualTo("$(" + variable + ")");
      case Origin.OfPod _, Origin.Unknown _ -> throw new AssertionError("none was made");
    }
  }

  private void populate() {
    objects.clear();
    for (String object : List.of("Secret/s", "Secret/t", "ConfigMap/s")) {
      if (random.nextInt(5) > 0) {
        Map<String, String> data = new HashMap<>();
        NAMES.stream()
            .filter(_ -> random.nextInt(3) > 0)
            .forEach(key -> data.put(key, "value" + values++));
        objects.put(object, data);
      }
    }
  }

  private Stock stock() {
    Map<ObjectRef, Stock.Lookup> found = new HashMap<>();
    objects.forEach(
        (id, data) -> {
          String[] parts = id.split("/");
          ObjectRef object = new ObjectRef(ObjectRef.Kind.valueOf(parts[0]), parts[1]);
          Map<String, KeyFacts> keys = new HashMap<>();
          data.keySet().forEach(key -> keys.put(key, ANY));
          found.put(object, new Stock.Lookup.Found(new ObjectFacts(object, keys, Map.of(), null)));
        });
    return new Stock(found, Map.of(), null);
  }

  private Container container() {
    List<EnvFromSource> imports =
        IntStream.range(0, random.nextInt(4)).mapToObj(_ -> anImport()).toList();
    List<EnvVar> variables = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      variables.add(variable());
    }
    return new ContainerBuilder().withName("app").withEnvFrom(imports).withEnv(variables).build();
  }

  private EnvFromSource anImport() {
    EnvFromSourceBuilder from =
        new EnvFromSourceBuilder().withPrefix(random.nextInt(3) == 0 ? "P_" : null);
    Boolean optional = random.nextInt(3) > 0 ? true : null;
    return random.nextBoolean()
        ? from.withSecretRef(
                new SecretEnvSourceBuilder().withName(secret()).withOptional(optional).build())
            .build()
        : from.withConfigMapRef(
                new ConfigMapEnvSourceBuilder().withName("s").withOptional(optional).build())
            .build();
  }

  private EnvVar variable() {
    EnvVarBuilder variable = new EnvVarBuilder().withName(name());
    Boolean optional = random.nextInt(3) > 0 ? true : null;
    return switch (random.nextInt(7)) {
      case 0 -> variable.withValue("text" + values++).build();
      case 1 -> variable.withValue("$(" + name() + ")").build();
      case 2 -> variable.withValue("x+$(" + name() + ")").build();
      case 3 -> variable.withValue("text" + values++ + "$$(A)").build();
      case 4 ->
          variable
              .withNewValueFrom()
              .withNewConfigMapKeyRef(name(), "s", optional)
              .endValueFrom()
              .build();
      case 5 -> variable.withValue("").build();
      default ->
          variable
              .withNewValueFrom()
              .withNewSecretKeyRef(name(), secret(), optional)
              .endValueFrom()
              .build();
    };
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private String secret() {
    return random.nextBoolean() ? "s" : "t";
  }
}
