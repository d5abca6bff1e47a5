package dev.releaserecord.check;

import dev.releaserecord.check.http.NotAsked;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/** What a check takes from the cluster before it can be asked. */
public interface Surroundings {

  /**
   * The addresses behind which a service answers now, at least one.
   *
   * @param service name of a Kubernetes Service; null for the ready pods of the workloads
   */
  NavigableSet<String> ready(
      String namespace, @Nullable String service, List<WorkloadKey> workloads) throws NotAsked;

  /** The certificates, as PEM, that a Secret holds under {@code ca.crt}. */
  String certificates(String namespace, String secret) throws NotAsked;

  /**
   * Those of a cluster.
   *
   * @param who asks it, as the subject of a sentence about a missing right: {@code the operator}
   */
  static Surroundings of(KubernetesClient client, String who) {
    return new ClusterSurroundings(client, who);
  }

  /**
   * None at all: what needs them is not asked.
   *
   * @param why as a clause that may be shown
   */
  static Surroundings none(String why) {
    return new Surroundings() {
      @Override
      public NavigableSet<String> ready(
          String namespace, @Nullable String service, List<WorkloadKey> workloads) throws NotAsked {
        throw new NotAsked("its endpoints are known to the cluster alone: " + why);
      }

      @Override
      public String certificates(String namespace, String secret) throws NotAsked {
        throw new NotAsked("tls.caSecret: Secret " + secret + " cannot be read: " + why);
      }
    };
  }
}
