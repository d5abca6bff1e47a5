package dev.releaserecord.kube.cache;

import static dev.releaserecord.kube.cache.ProjectionStore.blank;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.kube.cache.ProjectionStore.Change;
import dev.releaserecord.kube.cache.ProjectionStore.Shape;
import dev.releaserecord.kube.cache.projection.JobProjections;
import dev.releaserecord.kube.cache.projection.PodProjections;
import dev.releaserecord.kube.cache.projection.WorkloadProjections;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConcernsTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final WorkloadKey USERS = new WorkloadKey(Kind.Deployment, "users");
  private static final WorkloadKey IDLE = new WorkloadKey(Kind.Deployment, "idle");
  private static final WorkloadKey NEVER = new WorkloadKey(Kind.Deployment, "never");
  private static final WorkloadKey NIGHTLY = new WorkloadKey(Kind.CronJob, "nightly");

  private final ProjectionStore<Deployment, Workload> deployments =
      workloads(new Shape<>(WorkloadProjections::of, Workload::key, blank(Deployment::new)));
  private final ProjectionStore<CronJob, Workload> cronJobs =
      workloads(new Shape<>(WorkloadProjections::of, Workload::key, blank(CronJob::new)));
  private final ProjectionStore<io.fabric8.kubernetes.api.model.Pod, Pod> pods = pods();
  private final ProjectionStore<Job, JobRun> jobs = jobs();
  private final Concerns concerns = concerns();

  private static <T extends io.fabric8.kubernetes.api.model.HasMetadata>
      ProjectionStore<T, Workload> workloads(Shape<T, Workload> shape) {
    return new ProjectionStore<>(shape, _ -> {});
  }

  private static ProjectionStore<io.fabric8.kubernetes.api.model.Pod, Pod> pods() {
    Shape<io.fabric8.kubernetes.api.model.Pod, Pod> shape =
        new Shape<>(
            PodProjections::of, Pod::owner, blank(io.fabric8.kubernetes.api.model.Pod::new));
    return new ProjectionStore<>(shape, _ -> {});
  }

  private static ProjectionStore<Job, JobRun> jobs() {
    Shape<Job, JobRun> shape = new Shape<>(JobProjections::of, JobRun::owner, blank(Job::new));
    return new ProjectionStore<>(shape, _ -> {});
  }

  /** {@code users} lacks a pod, {@code idle} wants none, {@code never} cares for its node. */
  private Concerns concerns() {
    deployment("users", 2, "");
    deployment("idle", 0, "");
    deployment("never", 0, ", imagePullPolicy: Never");
    cronJobs.put(
        "nightly",
        read(
            CronJob.class,
            """
            metadata: {name: nightly, uid: uid-nightly, resourceVersion: "1"}
            spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: app}]}}}}}
            """));
    job("nightly-1", "CronJob", "nightly");
    pod("users-abc-x", "ReplicaSet", "users-abc", "node1");
    pod("nightly-1-x", "Job", "nightly-1", "node1");
    pod("nightly-2-x", "Job", "nightly-2", "node2");
    Map<Kind, ProjectionStore<?, Workload>> workloads = new EnumMap<>(Kind.class);
    workloads.put(Kind.Deployment, deployments);
    workloads.put(Kind.CronJob, cronJobs);
    Revision revision = new Revision("users-abc", USERS, "abc", 1, 2, null);
    return new Concerns(
        workloads, pods, jobs, name -> Optional.of(revision).filter(it -> it.name().equals(name)));
  }

  private static <T> T read(Class<T> type, String yaml) {
    return YAML.unmarshal(yaml, type);
  }

  private void deployment(String name, int replicas, String policy) {
    deployments.put(
        name,
        read(
            Deployment.class,
            """
            metadata: {name: %1$s, uid: uid-%1$s, resourceVersion: "1", generation: 1}
            spec: {replicas: %2$d, template: {spec: {containers: [{name: app%3$s}]}}}
            status: {observedGeneration: 1}
            """
                .formatted(name, replicas, policy)));
  }

  private void job(String name, String ownerKind, String owner) {
    jobs.put(
        name,
        read(
            Job.class,
            """
            metadata:
              {name: %1$s, uid: uid-%1$s, resourceVersion: "1",
               ownerReferences: [{kind: %2$s, name: %3$s, controller: true}]}
            spec: {template: {spec: {containers: [{name: app}]}}}
            """
                .formatted(name, ownerKind, owner)));
  }

  private void pod(String name, String ownerKind, String owner, String node) {
    pods.put(
        name,
        read(
            io.fabric8.kubernetes.api.model.Pod.class,
            """
            metadata:
              {name: %1$s, uid: uid-%1$s, resourceVersion: "1", labels: {pod-template-hash: abc},
               ownerReferences: [{kind: %2$s, name: %3$s, controller: true}]}
            spec: {nodeName: %4$s, containers: [{name: app}]}
            """
                .formatted(name, ownerKind, owner, node)));
  }

  private Optional<WorkloadKey> ofPod(String name) {
    return concerns.ofPod(pods.find(name).orElseThrow());
  }

  private Optional<WorkloadKey> ofNotice(String kind, String name, String uid) {
    return concerns.ofNotice(
        new Notice(
            new Notice.Regarding(kind, name, uid), "", "Failed", "it failed", Instant.EPOCH));
  }

  private List<WorkloadKey> ofNode(@Nullable Node before, @Nullable Node after) {
    return concerns.ofNode(new Change<>(before, after)).sorted().toList();
  }

  private static Node node(@Nullable Instant notReadySince, String... images) {
    return new Node(
        "node1",
        new Node.Health(notReadySince, images.length),
        Map.of(),
        List.of(),
        Set.of(images));
  }

  @Test
  void aPodConcernsItsWorkloadOrTheCronJobAboveItsJob() {
    assertThat(ofPod("users-abc-x")).contains(USERS);
    assertThat(ofPod("nightly-1-x")).contains(NIGHTLY);
    assertThat(ofPod("nightly-2-x")).as("its Job is not known").isEmpty();
  }

  @Test
  void aNoticeConcernsTheWorkloadOfWhatItRegards() {
    assertThat(ofNotice("Pod", "users-abc-x", "uid-users-abc-x")).contains(USERS);
    assertThat(ofNotice("Pod", "nightly-1-x", "uid-nightly-1-x")).contains(NIGHTLY);
    assertThat(ofNotice("Job", "nightly-1", "uid-nightly-1")).contains(NIGHTLY);
    assertThat(ofNotice("ReplicaSet", "users-abc", "any")).contains(USERS);
    assertThat(ofNotice("Deployment", "users", "uid-users")).contains(USERS);
    assertThat(ofNotice("CronJob", "nightly", "uid-nightly")).contains(NIGHTLY);
  }

  @Test
  void whatWasSaidOfAnEarlierOneOfThatNameConcernsNobody() {
    assertThat(ofNotice("Pod", "users-abc-x", "uid-before")).isEmpty();
    assertThat(ofNotice("Pod", "unknown", "uid-unknown")).isEmpty();
    assertThat(ofNotice("Job", "nightly-1", "uid-before")).isEmpty();
    assertThat(ofNotice("Deployment", "users", "uid-before")).isEmpty();
    assertThat(ofNotice("ReplicaSet", "unknown", "any")).isEmpty();
  }

  @Test
  void aQuotaConcernsThoseThatLackPods() {
    assertThat(concerns.incomplete()).containsExactly(USERS);
  }

  @Test
  void anImageOnANodeConcernsThoseWhoseImageIsNeverPulled() {
    assertThat(ofNode(node(null), node(null, "repo/app:1"))).containsExactly(NEVER);
  }

  @Test
  void aNodeThatIsLostOrBackConcernsThosePodsAreOn() {
    Node lost = node(Instant.parse("2026-11-21T11:00:00Z"));
    assertThat(ofNode(node(null), lost)).containsExactly(NEVER, USERS, NIGHTLY);
    assertThat(ofNode(lost, node(null))).containsExactly(NEVER, USERS, NIGHTLY);
    assertThat(ofNode(node(null), null)).containsExactly(NEVER, USERS, NIGHTLY);
    assertThat(ofNode(null, node(null))).doesNotContain(IDLE);
    Node knowing =
        new Node(
            "node1",
            new Node.Health(null, 0),
            Map.of(),
            List.of(),
            Set.of(),
            Set.of(Set.of("sha256:1", "sha256:2")));
    assertThat(ofNode(node(null), knowing)).containsExactly(NEVER, USERS, NIGHTLY);
  }
}
