package dev.releaserecord.kube.secret;

import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Import;
import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import dev.releaserecord.rollout.reference.ContainerEnv.Variable;
import dev.releaserecord.rollout.reference.Mount;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a pod spec takes from Secrets and ConfigMaps. Of texts written into it only the
 * variables that they name are kept.
 */
public final class ReferenceReader {

  /** More names than a cluster has in earnest; those beyond have a copy for each template. */
  private static final int SHARED = 10_000;

  /** Variables set to a text, of which most templates have many and all have the same. */
  private static final Map<String, Variable> LITERALS = new ConcurrentHashMap<>();

  /** Of so many environments it is known that they were read; each more forgets the oldest. */
  private static final int ENVIRONMENTS = 256;

  /** A family of services has names alike, and with texts forgotten nothing else is left. */
  private static final Map<List<Variable>, List<Variable>> SEEN =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<List<Variable>, List<Variable>> eldest) {
              return size() > ENVIRONMENTS;
            }
          });

  private ReferenceReader() {}

  public static References read(PodSpec spec) {
    List<ContainerEnv> environments = new ArrayList<>();
    List<VolumeReader.User> users = new ArrayList<>();
    Stream.concat(list(spec.getInitContainers()).stream(), list(spec.getContainers()).stream())
        .forEach(container -> read(container, environments, users));
    List<Mount> mounts =
        list(spec.getVolumes()).stream()
            .flatMap(volume -> VolumeReader.read(volume, users))
            .toList();
    List<String> pullSecrets =
        list(spec.getImagePullSecrets()).stream()
            .map(LocalObjectReference::getName)
            .filter(name -> name != null && !name.isEmpty())
            .map(String::intern)
            .toList();
    return environments.isEmpty() && mounts.isEmpty() && pullSecrets.isEmpty()
        ? References.NONE
        : new References(environments, mounts, pullSecrets);
  }

  private static void read(
      Container container, List<ContainerEnv> environments, List<VolumeReader.User> users) {
    String name = container.getName().intern();
    List<Import> imports =
        list(container.getEnvFrom()).stream().flatMap(it -> read(it).stream()).toList();
    List<Variable> variables =
        list(container.getEnv()).stream().map(ReferenceReader::read).toList();
    if (!imports.isEmpty() || !variables.isEmpty()) {
      environments.add(new ContainerEnv(name, imports, shared(variables)));
    }
    list(container.getVolumeMounts()).stream()
        .map(VolumeMount::getName)
        .distinct()
        .forEach(volume -> users.add(new VolumeReader.User(name, volume)));
  }

  private static Optional<Import> read(EnvFromSource from) {
    String prefix = from.getPrefix() == null ? "" : from.getPrefix().intern();
    var configMap = from.getConfigMapRef();
    if (configMap != null && configMap.getName() != null) {
      return Optional.of(
          new Import(
              ObjectRef.configMap(configMap.getName().intern()),
              prefix,
              Boolean.TRUE.equals(configMap.getOptional())));
    }
    var secret = from.getSecretRef();
    return secret == null || secret.getName() == null
        ? Optional.empty()
        : Optional.of(
            new Import(
                ObjectRef.secret(secret.getName().intern()),
                prefix,
                Boolean.TRUE.equals(secret.getOptional())));
  }

  private static Variable read(EnvVar variable) {
    String name = variable.getName().intern();
    String text = variable.getValue();
    if (text != null && !text.isEmpty()) {
      Value value = Expansion.read(text);
      return value instanceof Value.Literal ? literal(name) : new Variable(name, value);
    }
    EnvVarSource source = variable.getValueFrom();
    return source == null ? literal(name) : new Variable(name, value(source));
  }

  private static List<Variable> shared(List<Variable> variables) {
    List<Variable> own = List.copyOf(variables);
    return own.isEmpty() ? own : SEEN.computeIfAbsent(own, same -> same);
  }

  private static Variable literal(String name) {
    Variable shared = LITERALS.get(name);
    if (shared != null) {
      return shared;
    }
    Variable literal = new Variable(name, Expansion.LITERAL);
    if (LITERALS.size() < SHARED) {
      LITERALS.put(name, literal);
    }
    return literal;
  }

  private static Value value(EnvVarSource source) {
    ConfigMapKeySelector configMap = source.getConfigMapKeyRef();
    if (configMap != null) {
      return new Value.OfKey(
          ObjectRef.configMap(word(configMap.getName())),
          word(configMap.getKey()),
          Boolean.TRUE.equals(configMap.getOptional()));
    }
    SecretKeySelector secret = source.getSecretKeyRef();
    return secret == null
        ? new Value.OfPod()
        : new Value.OfKey(
            ObjectRef.secret(word(secret.getName())),
            word(secret.getKey()),
            Boolean.TRUE.equals(secret.getOptional()));
  }

  static String word(@Nullable String text) {
    return text == null ? "" : text.intern();
  }

  /** The API server writes some empty lists as null. */
  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
