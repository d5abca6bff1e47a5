package dev.releaserecord.kube.secret;

import dev.releaserecord.kube.ApiFailure;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of fingerprints in a Secret of the operator's own: whoever starts next must be able to
 * compare with what was remembered before. Made at the first start, never changed; several that
 * start at once agree on the one that was created.
 */
public final class KeyStore {

  /** Name of the Secret. */
  public static final String NAME = "release-operator-fingerprints";

  private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);

  private static final String KEY = "key";
  private static final int CONFLICT = 409;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final KubernetesClient client;
  private final String namespace;

  private KeyStore(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Without the right to it a key is made that dies with the process: rotations are noticed while
   * it runs, those in between are not.
   *
   * @param namespace of the operator itself
   * @throws KubernetesClientException if the API server cannot tell just now
   */
  public static Fingerprints open(KubernetesClient client, String namespace) {
    KeyStore store = new KeyStore(client, namespace);
    try {
      return store.read().or(store::create).or(store::read).orElseGet(store::unusable);
    } catch (KubernetesClientException e) {
      if (e.getCode() != FORBIDDEN && e.getCode() != NOT_FOUND) {
        throw e;
      }
      LOG.warn(
          "rotations of Secrets while no operator runs will not be noticed: {}; grant the operator"
              + " get and create of secrets in namespace {}, where it keeps a key in Secret {}",
          ApiFailure.of(e).message(),
          namespace,
          NAME);
      return Fingerprints.fresh();
    }
  }

  /**
   * The key that an operator made in that namespace, for somebody who only looks. Makes none.
   *
   * @return empty where there is none, or it may not be read
   */
  public static Optional<Fingerprints> find(KubernetesClient client, String namespace) {
    try {
      return new KeyStore(client, namespace).read();
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  private Resource<Secret> secret() {
    return client.secrets().inNamespace(namespace).withName(NAME);
  }

  private Optional<Fingerprints> read() {
    return Optional.ofNullable(secret().get())
        .flatMap(secret -> Optional.ofNullable(key(secret)))
        .map(Fingerprints::new);
  }

  private static byte @Nullable [] key(Secret secret) {
    String text = secret.getData() == null ? null : secret.getData().get(KEY);
    byte[] key = text == null ? new byte[0] : Base64.getDecoder().decode(text);
    return key.length < Fingerprints.KEY_BYTES ? null : key;
  }

  /** Empty where another was faster, or what is there is no key. */
  private Optional<Fingerprints> create() {
    byte[] key = Fingerprints.freshKey();
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(NAME)
            .withLabels(Map.of("app.kubernetes.io/managed-by", "release-operator"))
            .endMetadata()
            .withImmutable(true)
            .withData(Map.of(KEY, Base64.getEncoder().encodeToString(key)))
            .build();
    try {
      client.secrets().inNamespace(namespace).resource(secret).create();
      return Optional.of(new Fingerprints(key));
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Fingerprints unusable() {
    LOG.warn(
        "Secret {} in namespace {} holds no key of at least {} bytes in `{}`: rotations while no"
            + " operator runs will not be noticed; delete it, and the next start makes a new one",
        NAME,
        namespace,
        Fingerprints.KEY_BYTES,
        KEY);
    return Fingerprints.fresh();
  }
}
