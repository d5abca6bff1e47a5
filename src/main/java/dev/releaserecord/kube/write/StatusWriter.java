package dev.releaserecord.kube.write;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.rollout.Marks;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the status of a record: one patch that replaces the whole of it, and only if it changed.
 *
 * <p>What was written is remembered until the watch has brought it, so that the next pass builds on
 * it; nothing is lost with the memory, the cluster holds the same.
 */
public final class StatusWriter {

  private static final PatchContext CONTEXT =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager(Marks.MANAGER)
          .build();

  private record Written(ReleaseRecordStatus status, String resourceVersion) {}

  private final KubernetesClient client;
  private final WriteGate gate;
  private final Map<String, Written> written = new ConcurrentHashMap<>();

  public StatusWriter(KubernetesClient client, WriteGate gate) {
    this.client = client;
    this.gate = gate;
  }

  /** The newest status there is: the cache's, or ours where the cache has not seen it yet. */
  public ReleaseRecordStatus current(ReleaseRecord record) {
    ReleaseRecordStatus cached =
        record.getStatus() == null ? ReleaseRecordStatus.EMPTY : record.getStatus();
    Written ours = written.get(record.getMetadata().getUid());
    if (ours == null) {
      return cached;
    }
    if (older(record.getMetadata().getResourceVersion(), ours.resourceVersion)) {
      return ours.status;
    }
    written.remove(record.getMetadata().getUid(), ours);
    return cached;
  }

  /**
   * Writes, unless this process may not write any more: whoever leads now tells what it sees.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if it could not be written
   */
  public void write(ReleaseRecord record, ReleaseRecordStatus next) {
    if (!gate.open()) {
      return;
    }
    var serialization = client.getKubernetesSerialization();
    String uid = record.getMetadata().getUid();
    String patch =
        "[{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\""
            + uid
            + "\"},{\"op\":\"add\",\"path\":\"/status\",\"value\":"
            + serialization.asJson(next)
            + "}]";
    ReleaseRecord stub = new ReleaseRecord();
    stub.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(record.getMetadata().getNamespace())
            .withName(record.getMetadata().getName())
            .build());
    ReleaseRecord answer = client.resource(stub).subresource("status").patch(CONTEXT, patch);
    written.put(uid, new Written(next, answer.getMetadata().getResourceVersion()));
  }

  /** Forgets a record that is gone. */
  public void forget(String uid) {
    written.remove(uid);
  }

  /** Whether what is held of an object is from before what was written of it. */
  static boolean older(String held, String ours) {
    return held.length() == ours.length()
        ? held.compareTo(ours) < 0
        : held.length() < ours.length();
  }
}
