package dev.releaserecord.kube;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Reads the answers of the API server. Of one that is an error only what cannot be a value of
 * anybody's object comes further: the client puts the rest into its exceptions, and libraries log
 * those.
 */
final class DiscreetSerialization extends KubernetesSerialization {

  @Override
  public <T> T unmarshal(String text, Class<T> type) {
    T read = super.unmarshal(text, type);
    return read instanceof Status status ? type.cast(ApiFailure.harmless(status)) : read;
  }
}
