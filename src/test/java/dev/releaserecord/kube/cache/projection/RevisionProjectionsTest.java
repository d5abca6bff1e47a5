package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevisionProjectionsTest {

  private static final String REPLICA_SET =
      """
      metadata:
        name: users-7769c9579
        uid: uid-1
        annotations: {deployment.kubernetes.io/revision: "12"}
        labels: {app: users, pod-template-hash: "7769c9579"}
        ownerReferences: [{kind: Deployment, name: users, uid: uid-d, controller: true}]
      spec: {replicas: 3}
      status:
        conditions:
        - {type: ReplicaFailure, status: "True", reason: FailedCreate, message: exceeded quota}
      """;

  private static final String CONTROLLER_REVISION =
      """
      metadata:
        name: agent-589f87c979
        labels: {app: agent, controller-revision-hash: 589f87c979}
        ownerReferences: [{kind: DaemonSet, name: agent, uid: uid-d, controller: true}]
      revision: 4
      data: {spec: {template: {spec: {containers: []}}}}
      """;

  private static Optional<Revision> replicaSet(String yaml) {
    return RevisionProjections.of(Manifest.read(ReplicaSet.class, yaml));
  }

  private static Optional<Revision> controllerRevision(String yaml) {
    return RevisionProjections.of(Manifest.read(ControllerRevision.class, yaml));
  }

  @Test
  void aReplicaSetOfADeployment() {
    WorkloadKey users = new WorkloadKey(Kind.Deployment, "users");

    assertThat(replicaSet(REPLICA_SET))
        .contains(
            new Revision(
                "users-7769c9579",
                users,
                "7769c9579",
                12,
                3,
                new Revision.Failure("FailedCreate", "exceeded quota")));
    assertThat(
            replicaSet(
                REPLICA_SET
                    .replace("status: \"True\"", "status: \"False\"")
                    .replace("\"12\"", "twelve")))
        .contains(new Revision("users-7769c9579", users, "7769c9579", 0, 3, null));
    assertThat(replicaSet(REPLICA_SET.replace("kind: Deployment", "kind: Rollout"))).isEmpty();
  }

  @Test
  void aControllerRevisionOfADaemonSetAlone() {
    assertThat(controllerRevision(CONTROLLER_REVISION))
        .contains(
            new Revision(
                "agent-589f87c979",
                new WorkloadKey(Kind.DaemonSet, "agent"),
                "589f87c979",
                4,
                0,
                null));
    assertThat(controllerRevision(CONTROLLER_REVISION.replace("DaemonSet", "StatefulSet")))
        .isEmpty();
    assertThat(controllerRevision(CONTROLLER_REVISION.replace("DaemonSet", "ReleaseRecord")))
        .isEmpty();
  }
}
