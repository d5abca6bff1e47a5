package dev.releaserecord.kube.secret;

import static dev.releaserecord.kube.secret.ReferenceReader.list;
import static dev.releaserecord.kube.secret.ReferenceReader.word;

import dev.releaserecord.rollout.reference.Mount;
import dev.releaserecord.rollout.reference.ObjectRef;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a volume needs of Secrets and ConfigMaps. */
final class VolumeReader {

  /** A container that mounts a volume. */
  record User(String container, String volume) {}

  private final Volume volume;
  private final List<String> containers;

  private VolumeReader(Volume volume, List<String> containers) {
    this.volume = volume;
    this.containers = containers;
  }

  static Stream<Mount> read(Volume volume, List<User> users) {
    List<String> containers =
        users.stream()
            .filter(user -> user.volume.equals(volume.getName()))
            .map(User::container)
            .toList();
    return new VolumeReader(volume, containers).read();
  }

  private Stream<Mount> read() {
    var secret = volume.getSecret();
    if (secret != null) {
      return mount(
          ObjectRef.secret(word(secret.getSecretName())), secret.getItems(), secret.getOptional());
    }
    var configMap = volume.getConfigMap();
    if (configMap != null) {
      return mount(
          ObjectRef.configMap(word(configMap.getName())),
          configMap.getItems(),
          configMap.getOptional());
    }
    if (volume.getProjected() != null) {
      return list(volume.getProjected().getSources()).stream().flatMap(this::read);
    }
    return drivers()
        .filter(name -> !name.isEmpty())
        .flatMap(name -> mount(ObjectRef.secret(name), null, null));
  }

  private Stream<Mount> read(VolumeProjection source) {
    var secret = source.getSecret();
    if (secret != null) {
      return mount(
          ObjectRef.secret(word(secret.getName())), secret.getItems(), secret.getOptional());
    }
    var configMap = source.getConfigMap();
    return configMap == null
        ? Stream.empty()
        : mount(
            ObjectRef.configMap(word(configMap.getName())),
            configMap.getItems(),
            configMap.getOptional());
  }

  /** Secrets that drivers of volumes log in with. */
  private Stream<String> drivers() {
    return Stream.of(
        volume.getCsi() == null ? "" : name(volume.getCsi().getNodePublishSecretRef()),
        volume.getAzureFile() == null ? "" : word(volume.getAzureFile().getSecretName()),
        volume.getCephfs() == null ? "" : name(volume.getCephfs().getSecretRef()),
        volume.getCinder() == null ? "" : name(volume.getCinder().getSecretRef()),
        volume.getFlexVolume() == null ? "" : name(volume.getFlexVolume().getSecretRef()),
        volume.getIscsi() == null ? "" : name(volume.getIscsi().getSecretRef()),
        volume.getRbd() == null ? "" : name(volume.getRbd().getSecretRef()),
        volume.getScaleIO() == null ? "" : name(volume.getScaleIO().getSecretRef()),
        volume.getStorageos() == null ? "" : name(volume.getStorageos().getSecretRef()));
  }

  private static String name(@Nullable LocalObjectReference reference) {
    return reference == null ? "" : word(reference.getName());
  }

  private Stream<Mount> mount(
      ObjectRef object, @Nullable List<KeyToPath> items, @Nullable Boolean optional) {
    return Stream.of(
        new Mount(
            volume.getName().intern(),
            containers,
            object,
            list(items).stream().map(item -> word(item.getKey())).toList(),
            Boolean.TRUE.equals(optional)));
  }
}
