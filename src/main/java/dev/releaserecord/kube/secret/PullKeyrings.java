package dev.releaserecord.kube.secret;

import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.pull.PullAccess;
import dev.releaserecord.plan.pull.PullAccess.PullSecret;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads the credentials that a kubelet would pull with: of the Secrets that a pod names, else those
 * of its ServiceAccount. Never any other, and nothing of the operator's own.
 */
public final class PullKeyrings {

  private final KubernetesClient client;
  private final Fingerprints fingerprints;

  /** What came of it. */
  public sealed interface Opened {

    record Ready(PullKeyring keyring) implements Opened {}

    /**
     * A kubelet would pull nothing.
     *
     * @param secret that it cannot read
     */
    record Broken(String secret) implements Opened {}

    /**
     * @param why names the missing right or the failure, and what to do
     */
    record Unreadable(String why) implements Opened {}
  }

  public PullKeyrings(KubernetesClient client, Fingerprints fingerprints) {
    this.client = client;
    this.fingerprints = fingerprints;
  }

  /** Sends one request for each Secret, and one for the ServiceAccount where it is needed. */
  public Opened open(PullAccess access) {
    String reading = "serviceaccounts";
    try {
      List<String> names =
          access.secrets().isEmpty()
              ? ofAccount(access)
              : access.secrets().stream().map(PullSecret::name).toList();
      reading = "secrets";
      return open(access.namespace(), names);
    } catch (KubernetesClientException e) {
      return new Opened.Unreadable(why(access.namespace(), reading, ApiFailure.of(e)));
    }
  }

  private static String why(String namespace, String resource, ApiFailure failure) {
    return failure instanceof ApiFailure.Forbidden
        ? "cannot be asked as the kubelet would: the operator "
            + EvidenceTaken.MAY_NOT
            + "get "
            + resource
            + " in namespace "
            + namespace
            + ", where the pull secrets are; grant it"
        : "was not asked: could not get " + resource + ": " + failure.message();
  }

  /** An account that does not exist has none; pods that want it are not made either. */
  private List<String> ofAccount(PullAccess access) {
    ServiceAccount account =
        client
            .serviceAccounts()
            .inNamespace(access.namespace())
            .withName(access.serviceAccount())
            .get();
    return account == null || account.getImagePullSecrets() == null
        ? List.of()
        : account.getImagePullSecrets().stream()
            .map(LocalObjectReference::getName)
            .filter(Objects::nonNull)
            .toList();
  }

  /** One that does not exist is passed over. */
  private Opened open(String namespace, List<String> names) {
    List<DockerConfig.Entry> entries = new ArrayList<>();
    for (String name : names) {
      Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
      DockerConfig config = secret == null ? new DockerConfig.None() : DockerConfig.of(secret);
      switch (config) {
        case DockerConfig.None() -> {}
        case DockerConfig.Broken() -> {
          return new Opened.Broken(name);
        }
        case DockerConfig.Usable(var its) -> entries.addAll(its);
      }
    }
    return new Opened.Ready(new PullKeyring(entries, fingerprints));
  }
}
