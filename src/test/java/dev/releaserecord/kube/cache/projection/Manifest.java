package dev.releaserecord.kube.cache.projection;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Reads an object as the client would. */
final class Manifest {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Manifest() {}

  static <T> T read(Class<T> type, String yaml) {
    return SERIALIZATION.unmarshal(yaml, type);
  }
}
