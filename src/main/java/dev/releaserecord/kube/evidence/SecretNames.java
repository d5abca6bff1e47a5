package dev.releaserecord.kube.evidence;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Secrets that a pod refers to, whether they exist or not. */
final class SecretNames {

  /** What kustomize and its like put after a generated name. */
  private static final Pattern SUFFIX = Pattern.compile("-[2456789bcdfghkmt]{10}");

  private SecretNames() {}

  static SortedSet<String> of(Pod pod) {
    PodSpec spec = pod.getSpec();
    List<@Nullable String> names = new ArrayList<>();
    spec.getImagePullSecrets().forEach(it -> names.add(it.getName()));
    spec.getInitContainers().forEach(it -> container(it, names));
    spec.getContainers().forEach(it -> container(it, names));
    spec.getEphemeralContainers()
        .forEach(
            it -> {
              it.getEnv().forEach(env -> source(env.getValueFrom(), names));
              it.getEnvFrom().forEach(from -> add(from.getSecretRef(), r -> r.getName(), names));
            });
    spec.getVolumes().forEach(it -> volume(it, names));
    SortedSet<String> distinct = new TreeSet<>();
    for (String name : names) {
      if (name != null && !name.isEmpty()) {
        distinct.add(name);
      }
    }
    return distinct;
  }

  /**
   * Those that a container of the pod cannot have been started without: what they held may stand in
   * its log, though they are gone.
   */
  static Set<String> needed(Pod pod, String container) {
    return references(pod, container)
        .filter(it -> !it.optional)
        .map(Reference::name)
        .collect(Collectors.toSet());
  }

  /** Those whose values a container of the pod may have seen. */
  static Stream<String> seen(Pod pod, String container) {
    return references(pod, container).map(Reference::name).distinct();
  }

  private record Reference(String name, boolean optional) {

    static Stream<Reference> of(@Nullable String name, @Nullable Boolean optional) {
      return Stream.ofNullable(name).map(it -> new Reference(it, Boolean.TRUE.equals(optional)));
    }
  }

  private static Stream<Reference> references(Pod pod, String container) {
    PodSpec spec = pod.getSpec();
    return Stream.concat(
        Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
            .filter(it -> container.equals(it.getName()))
            .flatMap(SecretNames::references),
        spec.getVolumes().stream().flatMap(SecretNames::references));
  }

  private static Stream<Reference> references(Container container) {
    return Stream.concat(
        container.getEnv().stream()
            .flatMap(it -> Stream.ofNullable(it.getValueFrom()))
            .flatMap(it -> Stream.ofNullable(it.getSecretKeyRef()))
            .flatMap(it -> Reference.of(it.getName(), it.getOptional())),
        container.getEnvFrom().stream()
            .flatMap(it -> Stream.ofNullable(it.getSecretRef()))
            .flatMap(it -> Reference.of(it.getName(), it.getOptional())));
  }

  private static Stream<Reference> references(Volume volume) {
    return Stream.concat(
        Stream.ofNullable(volume.getSecret())
            .flatMap(it -> Reference.of(it.getSecretName(), it.getOptional())),
        Stream.ofNullable(volume.getProjected())
            .flatMap(it -> it.getSources().stream())
            .flatMap(it -> Stream.ofNullable(it.getSecret()))
            .flatMap(it -> Reference.of(it.getName(), it.getOptional())));
  }

  /** Whether a Secret is the one declared by that name, or a generation of it. */
  static boolean isOf(String declared, String secret) {
    return secret.startsWith(declared)
        && (secret.length() == declared.length()
            || SUFFIX.matcher(secret.substring(declared.length())).matches());
  }

  private static void container(Container container, List<@Nullable String> names) {
    container.getEnv().forEach(env -> source(env.getValueFrom(), names));
    container.getEnvFrom().forEach(from -> add(from.getSecretRef(), it -> it.getName(), names));
  }

  private static void source(@Nullable EnvVarSource source, List<@Nullable String> names) {
    if (source != null) {
      add(source.getSecretKeyRef(), it -> it.getName(), names);
    }
  }

  private static void volume(Volume volume, List<@Nullable String> names) {
    add(volume.getSecret(), it -> it.getSecretName(), names);
    if (volume.getProjected() != null) {
      volume
          .getProjected()
          .getSources()
          .forEach(source -> add(source.getSecret(), it -> it.getName(), names));
    }
    Function<LocalObjectReference, @Nullable String> local = LocalObjectReference::getName;
    add(volume.getCsi(), it -> name(it.getNodePublishSecretRef(), local), names);
    add(volume.getAzureFile(), it -> it.getSecretName(), names);
    add(volume.getCephfs(), it -> name(it.getSecretRef(), local), names);
    add(volume.getCinder(), it -> name(it.getSecretRef(), local), names);
    add(volume.getFlexVolume(), it -> name(it.getSecretRef(), local), names);
    add(volume.getIscsi(), it -> name(it.getSecretRef(), local), names);
    add(volume.getRbd(), it -> name(it.getSecretRef(), local), names);
    add(volume.getScaleIO(), it -> name(it.getSecretRef(), local), names);
    add(volume.getStorageos(), it -> name(it.getSecretRef(), local), names);
  }

  private static <T> @Nullable String name(
      @Nullable T reference, Function<T, @Nullable String> name) {
    return reference == null ? null : name.apply(reference);
  }

  private static <T> void add(
      @Nullable T reference, Function<T, @Nullable String> name, List<@Nullable String> names) {
    names.add(name(reference, name));
  }
}
