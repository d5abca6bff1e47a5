package dev.releaserecord.draft;

import dev.releaserecord.draft.Inventory.Loose;
import dev.releaserecord.kube.cache.projection.JobProjections;
import dev.releaserecord.kube.cache.projection.PodProjections;
import dev.releaserecord.kube.cache.projection.WorkloadProjections;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small namespace, written down as the API server would show it. */
public final class Hamlet {

  public static final String A = "sha256:" + "a".repeat(64);
  public static final String B = "sha256:" + "b".repeat(64);

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private final List<Workload> workloads = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final List<JobRun> runs = new ArrayList<>();
  private final Map<WorkloadKey, String> governed = new HashMap<>();
  private final List<Loose> loose = new ArrayList<>();

  /** A pod spec with these containers, each as {@code name=image}. */
  public static String containers(String... containers) {
    StringBuilder text = new StringBuilder("containers: [");
    for (String container : containers) {
      String[] parts = container.split("=", 2);
      text.append("{name: %s, image: '%s'}, ".formatted(parts[0], parts[1]));
    }
    return text.append("]").toString();
  }

  /**
   * A workload.
   *
   * @param podSpec in YAML, in one line or several
   * @param meta more of its metadata, in flow style
   */
  public Hamlet workload(Kind kind, String name, String podSpec, String... meta) {
    String template = "template:\n  spec:\n" + podSpec.indent(4);
    String spec =
        kind == Kind.CronJob
            ? "jobTemplate:\n  spec:\n" + template.indent(4)
            : "replicas: 1\n" + template;
    String yaml =
        "metadata: {name: %s, uid: u-%s, resourceVersion: '1'%s}\nspec:\n%s"
            .formatted(name, name, meta.length == 0 ? "" : ", " + meta[0], spec.indent(2));
    Optional<Workload> workload =
        switch (kind) {
          case Deployment -> WorkloadProjections.of(read(Deployment.class, yaml));
          case StatefulSet -> WorkloadProjections.of(read(StatefulSet.class, yaml));
          case DaemonSet -> WorkloadProjections.of(read(DaemonSet.class, yaml));
          case CronJob -> WorkloadProjections.of(read(CronJob.class, yaml));
        };
    workloads.add(workload.orElseThrow());
    return this;
  }

  /** A Deployment of one container that is named like it. */
  public Hamlet deployment(String name, String image) {
    return workload(Kind.Deployment, name, containers(name + "=" + image));
  }

  /**
   * A pod of a Deployment, with one container that is named like it.
   *
   * @param imageId empty while it waits
   */
  public Hamlet pod(String deployment, String image, String imageId) {
    int number = pods.size();
    return pod(
        """
        metadata:
          name: %1$s-%2$d
          uid: p-%2$d
          resourceVersion: '1'
          labels: {pod-template-hash: r1}
          creationTimestamp: "2026-11-01T00:00:00Z"
          ownerReferences: [{kind: ReplicaSet, name: %1$s-r1, controller: true}]
        spec: {containers: [{name: %1$s, image: '%3$s'}]}
        status: {containerStatuses: [{name: %1$s, imageID: '%4$s', ready: true}]}
        """
            .formatted(deployment, number, image, imageId));
  }

  private Hamlet pod(String yaml) {
    pods.add(
        PodProjections.of(read(io.fabric8.kubernetes.api.model.Pod.class, yaml)).orElseThrow());
    return this;
  }

  /** A run of a CronJob that is over, with one container that is named like the CronJob. */
  public Hamlet run(String cronJob, String created, String image, String imageId) {
    String job = cronJob + "-" + runs.size();
    runs.add(
        JobProjections.of(
                read(
                    Job.class,
                    """
                    metadata:
                      name: %s
                      uid: j-%s
                      creationTimestamp: "%s"
                      ownerReferences: [{kind: CronJob, name: %s, controller: true}]
                    spec: {template: {spec: {containers: []}}}
                    """
                        .formatted(job, job, created, cronJob)))
            .orElseThrow());
    return pod(
        """
        metadata:
          name: %1$s
          uid: p-%1$s
          resourceVersion: '1'
          creationTimestamp: "%2$s"
          ownerReferences: [{kind: Job, name: %1$s, controller: true}]
        spec: {containers: [{name: %3$s, image: '%4$s'}]}
        status: {phase: Succeeded, containerStatuses: [{name: %3$s, imageID: '%5$s', ready: false}]}
        """
            .formatted(job, created, cronJob, image, imageId));
  }

  Hamlet governed(Kind kind, String name, String record) {
    governed.put(new WorkloadKey(kind, name), record);
    return this;
  }

  public Hamlet loose(String place, String image) {
    loose.add(new Loose(place, image));
    return this;
  }

  public Inventory inventory() {
    return new Inventory(workloads, pods, runs, governed, loose);
  }

  /** As somebody would have it who names nothing. */
  public Draft guessed() {
    return Drafter.draft(inventory(), Ours.guess(inventory()));
  }

  public Draft below(String... prefixes) {
    return Drafter.draft(
        inventory(),
        new Ours.Named(
            List.of(prefixes).stream().map(it -> Ours.Prefix.parse(it).orElseThrow()).toList()));
  }

  private static <T> T read(Class<T> type, String yaml) {
    return SERIALIZATION.unmarshal(yaml, type);
  }
}
