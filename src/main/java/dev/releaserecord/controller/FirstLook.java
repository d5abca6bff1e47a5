package dev.releaserecord.controller;

import dev.releaserecord.api.ReleaseRecord;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who begins to lead asks the API server itself, once for each record, whether its cache is behind.
 * What the leader before it wrote into a status (that a set gave way, which check was run, how
 * often something was cleared) decides what is pinned: a pass over an older one would bring back
 * what was given up, and its status would overwrite the newer one. Later nobody else writes it.
 */
final class FirstLook {

  private final KubernetesClient client;
  private final Set<String> looked = ConcurrentHashMap.newKeySet();

  FirstLook(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Whether nothing newer stands in the cluster. Throws what the client throws. A list of one: the
   * operator needs no right for it that it does not have.
   */
  boolean upToDate(ReleaseRecord cached) {
    String uid = cached.getMetadata().getUid();
    if (looked.contains(uid)) {
      return true;
    }
    boolean newest =
        client
            .resources(ReleaseRecord.class)
            .inNamespace(cached.getMetadata().getNamespace())
            .withField("metadata.name", cached.getMetadata().getName())
            .list()
            .getItems()
            .stream()
            .map(ReleaseRecord::getMetadata)
            .filter(meta -> uid.equals(meta.getUid()))
            .allMatch(
                meta ->
                    meta.getResourceVersion().equals(cached.getMetadata().getResourceVersion()));
    if (newest) {
      looked.add(uid);
    }
    return newest;
  }

  /** Somebody else may have led meanwhile. */
  void anew() {
    looked.clear();
  }

  /** A record that is gone. */
  void forget(String uid) {
    looked.remove(uid);
  }
}
