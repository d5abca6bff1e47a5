package dev.releaserecord.check;

import dev.releaserecord.check.http.NotAsked;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/** Asks the API server, with the rights of whoever runs the check. */
record ClusterSurroundings(KubernetesClient client, String who) implements Surroundings {

  private static final String CA = "ca.crt";

  @Override
  public NavigableSet<String> ready(
      String namespace, @Nullable String service, List<WorkloadKey> workloads) throws NotAsked {
    return new Endpoints(client, namespace, who).ready(service, workloads);
  }

  @Override
  public String certificates(String namespace, String name) throws NotAsked {
    try {
      Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
      if (secret == null) {
        throw new NotAsked("tls.caSecret: Secret " + name + " does not exist");
      }
      String pem = secret.getData() == null ? null : secret.getData().get(CA);
      if (pem == null) {
        throw new NotAsked("tls.caSecret: Secret " + name + " has no key " + CA);
      }
      return new String(Base64.getDecoder().decode(pem), StandardCharsets.UTF_8);
    } catch (KubernetesClientException e) {
      throw Endpoints.notAsked(who, "get secrets", namespace, e);
    }
  }
}
