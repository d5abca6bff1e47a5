package dev.releaserecord.kube.cache;

import static dev.releaserecord.kube.cache.ProjectionStore.blank;

import dev.releaserecord.kube.cache.ProjectionStore.Change;
import dev.releaserecord.kube.cache.ProjectionStore.Shape;
import dev.releaserecord.kube.cache.projection.JobProjections;
import dev.releaserecord.kube.cache.projection.PodProjections;
import dev.releaserecord.kube.cache.projection.WorkloadProjections;
import dev.releaserecord.kube.secret.FactReader;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Surroundings.Nodes;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything of one namespace that the operator watches, beside the records: the workloads with
 * their pods and Jobs, which it cannot do without, and what stands around them.
 */
final class NamespaceCache {

  private final String namespace;
  private final ClusterCache.Listener listener;
  private final Map<Kind, Watched<?, Workload>> workloads = new EnumMap<>(Kind.class);
  private final Watched<?, Pod> pods;
  private final Watched<?, JobRun> jobs;
  private final SurroundingsCache surroundings;
  private final ConfigurationCache configuration;
  private final GateCache gates;
  private final Concerns concerns;
  private volatile boolean filled;

  NamespaceCache(
      KubernetesClient client,
      String namespace,
      FactReader facts,
      SecretScope scope,
      ClusterCache.Listener listener) {
    this.namespace = namespace;
    this.listener = listener;
    putWorkloads(client);
    this.pods = pods(client);
    this.jobs = jobs(client);
    this.surroundings =
        new SurroundingsCache(
            client,
            namespace,
            revision -> wake(revision.owner()),
            this::noticeChanged,
            this::roomChanged,
            record -> listener.gateTurned(namespace, record));
    this.configuration =
        new ConfigurationCache(
            client, namespace, facts, scope, member -> listener.changed(namespace, member, true));
    this.gates = new GateCache(client, namespace, record -> listener.gateTurned(namespace, record));
    Map<Kind, ProjectionStore<?, Workload>> stores = new EnumMap<>(Kind.class);
    workloads.forEach((kind, watched) -> stores.put(kind, watched.store()));
    this.concerns = new Concerns(stores, pods.store(), jobs.store(), surroundings::replicaSet);
  }

  private void putWorkloads(KubernetesClient client) {
    var apps = client.apps();
    put(
        Kind.Deployment,
        apps.deployments().inNamespace(namespace),
        WorkloadProjections::of,
        Deployment::new);
    put(
        Kind.StatefulSet,
        apps.statefulSets().inNamespace(namespace),
        WorkloadProjections::of,
        StatefulSet::new);
    put(
        Kind.DaemonSet,
        apps.daemonSets().inNamespace(namespace),
        WorkloadProjections::of,
        DaemonSet::new);
    put(
        Kind.CronJob,
        client.batch().v1().cronjobs().inNamespace(namespace),
        WorkloadProjections::of,
        CronJob::new);
  }

  private <T extends HasMetadata> void put(
      Kind kind, Informable<T> source, Function<T, Optional<Workload>> project, Supplier<T> empty) {
    Shape<T, Workload> shape =
        new Shape<>(project, Workload::key, blank(empty), WorkloadProjections::same);
    workloads.put(
        kind,
        new Watched<>(
            kind.name().toLowerCase(Locale.ROOT) + "s",
            source,
            new ProjectionStore<>(shape, this::workloadChanged)));
  }

  private Watched<?, Pod> pods(KubernetesClient client) {
    Shape<io.fabric8.kubernetes.api.model.Pod, Pod> shape =
        new Shape<>(
            PodProjections::of,
            Pod::owner,
            blank(io.fabric8.kubernetes.api.model.Pod::new),
            PodProjections::same);
    return new Watched<>(
        "pods",
        client.pods().inNamespace(namespace),
        new ProjectionStore<>(shape, this::podChanged));
  }

  private Watched<?, JobRun> jobs(KubernetesClient client) {
    Shape<Job, JobRun> shape = new Shape<>(JobProjections::of, JobRun::owner, blank(Job::new));
    return new Watched<>(
        "jobs",
        client.batch().v1().jobs().inNamespace(namespace),
        new ProjectionStore<>(shape, change -> wake(change.either().owner())));
  }

  private void workloadChanged(Change<Workload> change) {
    Workload before = change.before();
    Workload after = change.after();
    boolean urgent = before == null || after == null || !images(before).equals(images(after));
    listener.changed(namespace, change.either().key(), urgent);
  }

  private static List<String> images(Workload workload) {
    return workload.containers().stream().map(TemplateContainer::image).toList();
  }

  private void podChanged(Change<Pod> change) {
    concerns.ofPod(change.either()).ifPresent(this::wake);
  }

  private void noticeChanged(Notice notice) {
    concerns.ofNotice(notice).ifPresent(this::wake);
  }

  /** While the stores are filled nobody listens yet, and each would look through all others. */
  void roomChanged() {
    if (filled) {
      concerns.incomplete().forEach(this::wake);
    }
  }

  void nodeChanged(Change<Node> change) {
    concerns.ofNode(change).forEach(this::wake);
  }

  private void wake(WorkloadKey workload) {
    listener.changed(namespace, workload, false);
  }

  /**
   * Begins all at once, Secrets and ConfigMaps when it is known which of them matter, and returns
   * when each has been answered, well or not.
   */
  void start() {
    List<Watched<?, ?>> first = needed();
    first.addAll(surroundings.all());
    first.addAll(gates.all());
    first.forEach(Watched::start);
    workloads.values().forEach(Watched::awaitFirstAnswer);
    configuration.start(references());
    all().forEach(Watched::awaitFirstAnswer);
    filled = true;
  }

  private Set<ObjectRef> references() {
    return workloads.values().stream()
        .flatMap(watched -> watched.store().all())
        .flatMap(workload -> workload.template().references().objects().stream())
        .collect(Collectors.toSet());
  }

  void stop() {
    gates.stop();
    all().forEach(Watched::stop);
  }

  private List<Watched<?, ?>> all() {
    List<Watched<?, ?>> all = needed();
    all.addAll(surroundings.all());
    all.addAll(configuration.all());
    all.addAll(gates.all());
    return all;
  }

  private List<Watched<?, ?>> needed() {
    List<Watched<?, ?>> needed = new ArrayList<>(workloads.values());
    needed.add(pods);
    needed.add(jobs);
    return needed;
  }

  /** What cannot be read and nothing works without, each as a sentence. */
  List<String> problems() {
    return needed().stream().flatMap(watched -> watched.problem().stream()).toList();
  }

  /** Rights that are missing and that can be done without. */
  List<String> missingRights() {
    return Stream.concat(surroundings.all().stream(), configuration.all().stream())
        .flatMap(watched -> watched.missingRight().stream())
        .toList();
  }

  boolean running() {
    return needed().stream().allMatch(Watched::running);
  }

  WorkloadView view(WorkloadKey key, Nodes nodes) {
    Watched<?, Workload> watched = watched(key.kind());
    Watched<?, ?> detail = key.kind().keepsPodsRunning() ? pods : jobs;
    return watched
        .problem()
        .or(detail::problem)
        .<WorkloadView>map(WorkloadView.Unreadable::new)
        .orElseGet(() -> view(watched.store().find(key.name()), nodes));
  }

  private WorkloadView view(Optional<Workload> found, Nodes nodes) {
    if (found.isEmpty()) {
      return new WorkloadView.Missing();
    }
    Workload workload = found.get();
    List<JobRun> runs = jobs.store().group(workload.key());
    List<Pod> its =
        workload.key().kind().keepsPodsRunning()
            ? pods.store().group(new Pod.Owner.OfWorkload(workload.key()))
            : runs.stream().flatMap(run -> podsOf(run).stream()).toList();
    return new WorkloadView.Found(
        workload, its, runs, surroundings.around(workload, its, runs, nodes));
  }

  private List<Pod> podsOf(JobRun run) {
    return pods.store().group(new Pod.Owner.OfJob(run.name()));
  }

  GateCache gates() {
    return gates;
  }

  ConfigurationCache configuration() {
    return configuration;
  }

  SurroundingsCache surroundings() {
    return surroundings;
  }

  /** Deployments that are drained. */
  List<WorkloadKey> drained() {
    return watched(Kind.Deployment)
        .store()
        .all()
        .filter(workload -> workload.marks().drain() != null)
        .map(Workload::key)
        .toList();
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
