package dev.releaserecord.kube.write;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.rollout.Marks;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The finalizer of a record. It stands only while a Deployment is drained, so that the record
 * cannot go before the replicas have been restored. Throws what the client throws.
 */
public final class RecordGuard {

  private static final String FINALIZER = "releaserecord.dev/restore-replicas";
  private static final String FINALIZERS = "/metadata/finalizers";

  private static final PatchContext CONTEXT =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager(Marks.MANAGER)
          .build();

  private final KubernetesClient client;
  private final WriteGate gate;

  /** The resourceVersion of records without it, by their uids, where we took it off. */
  private final Map<String, String> dropped = new ConcurrentHashMap<>();

  public RecordGuard(KubernetesClient client, WriteGate gate) {
    this.client = client;
    this.gate = gate;
  }

  public static boolean stands(ReleaseRecord record) {
    return finalizers(record).contains(FINALIZER);
  }

  /**
   * Puts it on, unless it stands: then that is asked of the API server itself, because a cache may
   * not have heard that it was taken off. False where this process may not write.
   */
  public boolean put(ReleaseRecord record) {
    if (!gate.open()) {
      return false;
    }
    JsonPatch patch = JsonPatch.of(record.getMetadata().getUid());
    int place = finalizers(record).indexOf(FINALIZER);
    if (place >= 0) {
      patch.test(FINALIZERS + "/" + place, FINALIZER);
    } else if (finalizers(record).isEmpty()) {
      patch.test(FINALIZERS, (String) null);
      patch.addList(FINALIZERS, FINALIZER);
    } else {
      patch.test("/metadata/resourceVersion", record.getMetadata().getResourceVersion());
      patch.add(FINALIZERS + "/-", FINALIZER);
    }
    send(record, patch);
    dropped.remove(record.getMetadata().getUid());
    return true;
  }

  /**
   * Takes it off, unless it was taken off already and the cache has not heard of that. False where
   * a Deployment of the namespace is drained after all, or this process may not write.
   */
  public boolean drop(ReleaseRecord record) {
    String version = dropped.get(record.getMetadata().getUid());
    if (version != null && StatusWriter.older(record.getMetadata().getResourceVersion(), version)) {
      return true;
    }
    if (!gate.open() || anyDrained(record.getMetadata().getNamespace())) {
      return false;
    }
    String place = FINALIZERS + "/" + finalizers(record).indexOf(FINALIZER);
    JsonPatch patch = JsonPatch.of(record.getMetadata().getUid());
    patch.test(place, FINALIZER);
    patch.remove(place);
    String after = send(record, patch).getMetadata().getResourceVersion();
    if (after != null) {
      dropped.put(record.getMetadata().getUid(), after);
    }
    return true;
  }

  /** Forgets a record that is gone. */
  public void forget(String uid) {
    dropped.remove(uid);
  }

  /** Asked of the API server itself: a cache may not have heard of the last drain yet. */
  private boolean anyDrained(String namespace) {
    return !client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withLabel(FINALIZER)
        .list()
        .getItems()
        .isEmpty();
  }

  private ReleaseRecord send(ReleaseRecord record, JsonPatch patch) {
    ObjectMeta meta =
        new ObjectMetaBuilder()
            .withNamespace(record.getMetadata().getNamespace())
            .withName(record.getMetadata().getName())
            .build();
    ReleaseRecord stub = new ReleaseRecord();
    stub.setMetadata(meta);
    return client.resource(stub).patch(CONTEXT, patch.toString());
  }

  private static List<String> finalizers(ReleaseRecord record) {
    List<String> finalizers = record.getMetadata().getFinalizers();
    return finalizers == null ? List.of() : finalizers;
  }
}
