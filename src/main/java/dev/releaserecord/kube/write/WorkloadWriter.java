package dev.releaserecord.kube.write;

import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Sends a patch of a workload. Throws what the client throws. */
final class WorkloadWriter {

  private static final PatchContext CONTEXT =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager(Marks.MANAGER)
          .build();

  private final KubernetesClient client;

  WorkloadWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Patches by a stub: by name alone the client would read the object first. */
  HasMetadata write(String namespace, WorkloadKey key, String patch) {
    ObjectMeta meta = new ObjectMetaBuilder().withNamespace(namespace).withName(key.name()).build();
    return client.resource(stub(key, meta)).patch(CONTEXT, patch);
  }

  private static HasMetadata stub(WorkloadKey key, ObjectMeta meta) {
    HasMetadata stub =
        switch (key.kind()) {
          case Deployment -> new Deployment();
          case StatefulSet -> new StatefulSet();
          case DaemonSet -> new DaemonSet();
          case CronJob -> new CronJob();
        };
    stub.setMetadata(meta);
    return stub;
  }
}
