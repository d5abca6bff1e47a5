package dev.releaserecord.kube.cache;

import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything of one namespace that the operator watches, beside the records. */
final class NamespaceCache {

  private final String namespace;
  private final Map<Kind, Watched<?, Workload>> workloads = new EnumMap<>(Kind.class);
  private final Watched<?, Pod> pods;
  private final Watched<?, JobRun> jobs;

  NamespaceCache(KubernetesClient client, String namespace, ClusterCache.Listener listener) {
    this.namespace = namespace;
    var apps = client.apps();
    put(
        Kind.Deployment,
        apps.deployments(),
        WorkloadProjections::of,
        meta -> stub(new Deployment(), meta),
        listener);
    put(
        Kind.StatefulSet,
        apps.statefulSets(),
        WorkloadProjections::of,
        meta -> stub(new StatefulSet(), meta),
        listener);
    put(
        Kind.DaemonSet,
        apps.daemonSets(),
        WorkloadProjections::of,
        meta -> stub(new DaemonSet(), meta),
        listener);
    put(
        Kind.CronJob,
        client.batch().v1().cronjobs(),
        WorkloadProjections::of,
        meta -> stub(new CronJob(), meta),
        listener);
    this.pods =
        new Watched<>(
            "pods",
            client.pods().inNamespace(namespace),
            new ProjectionStore<>(
                new ProjectionStore.Shape<>(
                    PodProjections::of,
                    Pod::owner,
                    meta -> stub(new io.fabric8.kubernetes.api.model.Pod(), meta)),
                change -> listener.changed(namespace, owner(change, Pod::owner), false)));
    this.jobs =
        new Watched<>(
            "jobs",
            client.batch().v1().jobs().inNamespace(namespace),
            new ProjectionStore<>(
                new ProjectionStore.Shape<>(
                    PodProjections::of, JobRun::owner, meta -> stub(new Job(), meta)),
                change -> listener.changed(namespace, owner(change, JobRun::owner), false)));
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>> void put(
      Kind kind,
      MixedOperation<T, L, ? extends Resource<T>> operation,
      Function<T, java.util.Optional<Workload>> project,
      Function<ObjectMeta, T> blank,
      ClusterCache.Listener listener) {
    workloads.put(
        kind,
        new Watched<>(
            kind.name().toLowerCase(java.util.Locale.ROOT) + "s",
            operation.inNamespace(namespace),
            new ProjectionStore<>(
                new ProjectionStore.Shape<>(project, Workload::key, blank),
                change ->
                    listener.changed(namespace, owner(change, Workload::key), urgent(change)))));
  }

  private static <T extends HasMetadata> T stub(T object, ObjectMeta meta) {
    object.setMetadata(meta);
    return object;
  }

  private static <P> WorkloadKey owner(
      ProjectionStore.Change<P> change, Function<P, WorkloadKey> key) {
    P either = change.after() == null ? change.before() : change.after();
    return key.apply(Objects.requireNonNull(either));
  }

  private static boolean urgent(ProjectionStore.Change<Workload> change) {
    return change.before() == null
        || change.after() == null
        || !images(change.before()).equals(images(change.after()));
  }

  private static List<String> images(Workload workload) {
    return workload.containers().stream().map(TemplateContainer::image).toList();
  }

  /** Begins all at once and returns when each has been answered, well or not. */
  void start() {
    all().forEach(Watched::start);
    all().forEach(Watched::awaitFirstAnswer);
  }

  void stop() {
    all().forEach(Watched::stop);
  }

  private List<Watched<?, ?>> all() {
    List<Watched<?, ?>> all = new ArrayList<>(workloads.values());
    all.add(pods);
    all.add(jobs);
    return all;
  }

  /** What cannot be read, each as a sentence. */
  List<String> problems() {
    return all().stream().flatMap(watched -> watched.problem().stream()).toList();
  }

  boolean running() {
    return all().stream().allMatch(Watched::running);
  }

  WorkloadView view(WorkloadKey key) {
    Watched<?, Workload> watched = watched(key.kind());
    Watched<?, ?> detail = key.kind().keepsPodsRunning() ? pods : jobs;
    return watched
        .problem()
        .or(detail::problem)
        .<WorkloadView>map(WorkloadView.Unreadable::new)
        .orElseGet(
            () -> {
              @Nullable Workload workload =
                  watched.store().group(key).stream().findFirst().orElse(null);
              return workload == null
                  ? new WorkloadView.Missing()
                  : new WorkloadView.Found(
                      workload, pods.store().group(key), jobs.store().group(key));
            });
  }

  void written(Workload workload) {
    Workload.Identity id = workload.id();
    watched(id.key().kind())
        .store()
        .written(id.key().name(), workload, id.uid(), id.resourceVersion());
  }

  private Watched<?, Workload> watched(Kind kind) {
    return Objects.requireNonNull(workloads.get(kind));
  }
}
