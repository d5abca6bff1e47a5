package dev.releaserecord.kube.cache;

import static dev.releaserecord.kube.cache.ProjectionStore.blank;

import dev.releaserecord.kube.cache.ProjectionStore.Shape;
import dev.releaserecord.kube.cache.projection.ClaimProjections;
import dev.releaserecord.kube.cache.projection.HistoryProjections;
import dev.releaserecord.kube.cache.projection.NoticeProjections;
import dev.releaserecord.kube.cache.projection.QuotaProjections;
import dev.releaserecord.kube.cache.projection.RevisionProjections;
import dev.releaserecord.kube.cache.projection.ScalerProjections;
import dev.releaserecord.kube.cache.projection.ScalerProjections.Scaler;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Quota;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.Surroundings.Nodes;
import dev.releaserecord.rollout.Surroundings.Scaling;
import dev.releaserecord.rollout.VolumeClaim;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands around the workloads of one namespace and may say why one does not come up. All of it
 * can be done without: what cannot be read is left out.
 */
final class SurroundingsCache {

  /** One group for all of a namespace: every workload sees them. */
  private static final Object ALL = "all";

  private final Watched<ReplicaSet, Revision> replicaSets;
  private final Watched<ControllerRevision, Kept> revisions;
  private final Watched<Event, Notice> notices;
  private final Watched<ResourceQuota, Quota> quotas;
  private final Watched<PersistentVolumeClaim, VolumeClaim> claims;
  private final Watched<HorizontalPodAutoscaler, Scaler> scalers;

  /**
   * A ControllerRevision: of a DaemonSet's template, or of our history.
   *
   * @param group a workload, or the name of a record
   */
  private record Kept(Object group, @Nullable Revision revision, @Nullable VerifiedSet set) {}

  /**
   * @param history told of the record whose history has changed
   * @param room called when a quota or a volume claim has changed, and when something can be read
   *     at last, or no more
   */
  SurroundingsCache(
      KubernetesClient client,
      String namespace,
      Consumer<Revision> revision,
      Consumer<Notice> notice,
      Runnable room,
      Consumer<@Nullable String> history) {
    this.replicaSets = replicaSets(client, namespace, revision, room);
    this.revisions = controllerRevisions(client, namespace, revision, room, history);
    this.notices = notices(client, namespace, notice, room);
    this.quotas = quotas(client, namespace, room);
    this.claims = claims(client, namespace, room);
    this.scalers = scalers(client, namespace, room);
  }

  private static Watched<ReplicaSet, Revision> replicaSets(
      KubernetesClient client, String namespace, Consumer<Revision> listener, Runnable room) {
    Shape<ReplicaSet, Revision> shape =
        new Shape<>(RevisionProjections::of, Revision::owner, blank(ReplicaSet::new));
    return new Watched<>(
        "replicasets",
        client.apps().replicaSets().inNamespace(namespace),
        new ProjectionStore<>(shape, change -> listener.accept(change.either())),
        new Dispensable("replicasets", "QuotaExceeded and AdmissionDenied are not found", room));
  }

  /** A StatefulSet's concern nobody; one watch for the others is cheaper than two by labels. */
  private static Watched<ControllerRevision, Kept> controllerRevisions(
      KubernetesClient client,
      String namespace,
      Consumer<Revision> revision,
      Runnable room,
      Consumer<@Nullable String> history) {
    Shape<ControllerRevision, Kept> shape =
        new Shape<>(SurroundingsCache::kept, Kept::group, blank(ControllerRevision::new));
    return new Watched<>(
        "controllerrevisions",
        client.apps().controllerRevisions().inNamespace(namespace),
        new ProjectionStore<>(
            shape,
            change -> {
              Kept kept = change.either();
              if (kept.revision != null) {
                revision.accept(kept.revision);
              } else if (kept.set != null) {
                history.accept(kept.set.keeping().record());
              }
            }),
        new Dispensable(
            "controllerrevisions",
            "StaleRevision of DaemonSets is not found, no history is kept and nothing rolled back",
            () -> {
              room.run();
              history.accept(null);
            }));
  }

  private static Optional<Kept> kept(ControllerRevision revision) {
    return RevisionProjections.of(revision)
        .map(it -> new Kept(it.owner(), it, null))
        .or(() -> HistoryProjections.of(revision).map(SurroundingsCache::kept));
  }

  private static Kept kept(VerifiedSet set) {
    return new Kept(set.keeping().record(), null, set);
  }

  /**
   * The digest sets of a record that were verified.
   *
   * @param uid of the record: those that another controls are not its own
   */
  History history(String record, String uid) {
    return revisions.readable()
        ? new History(
            true,
            revisions.store().group(record).stream()
                .flatMap(kept -> Stream.ofNullable(kept.set))
                .filter(set -> set.keeping().owner() == null || uid.equals(set.keeping().owner()))
                .toList())
        : History.UNREAD;
  }

  /** Takes in what a write of ours made of the history. */
  void written(VerifiedSet set) {
    VerifiedSet.Keeping keeping = set.keeping();
    VerifiedSet.Identity id = keeping.id();
    revisions.store().created(keeping.name(), kept(set), id.uid(), id.resourceVersion());
    revisions.store().written(keeping.name(), kept(set), id.uid(), id.resourceVersion());
  }

  private static Watched<Event, Notice> notices(
      KubernetesClient client, String namespace, Consumer<Notice> listener, Runnable room) {
    Shape<Event, Notice> shape =
        new Shape<>(
            NoticeProjections::of,
            NoticeProjections::group,
            blank(Event::new),
            NoticeProjections::same);
    return new Watched<>(
        "events",
        client.v1().events().inNamespace(namespace).withField("type", "Warning"),
        new ProjectionStore<>(shape, change -> listener.accept(change.either())),
        new Dispensable(
            "events",
            "VolumeMountFailed, and ProbeFailing by a liveness probe, are not found",
            room));
  }

  private static Watched<ResourceQuota, Quota> quotas(
      KubernetesClient client, String namespace, Runnable room) {
    Shape<ResourceQuota, Quota> shape =
        new Shape<>(QuotaProjections::of, _ -> ALL, blank(ResourceQuota::new));
    return new Watched<>(
        "resourcequotas",
        client.resourceQuotas().inNamespace(namespace),
        new ProjectionStore<>(shape, _ -> room.run()),
        new Dispensable("resourcequotas", "QuotaExceeded does not say what is used up", room));
  }

  private static Watched<PersistentVolumeClaim, VolumeClaim> claims(
      KubernetesClient client, String namespace, Runnable room) {
    Shape<PersistentVolumeClaim, VolumeClaim> shape =
        new Shape<>(ClaimProjections::of, _ -> ALL, blank(PersistentVolumeClaim::new));
    return new Watched<>(
        "persistentvolumeclaims",
        client.persistentVolumeClaims().inNamespace(namespace),
        new ProjectionStore<>(shape, _ -> room.run()),
        new Dispensable(
            "persistentvolumeclaims",
            "Unschedulable does not say which volume claim is not bound",
            room));
  }

  /** A change wakes nobody: it is only asked for when a Deployment is to be drained. */
  private static Watched<HorizontalPodAutoscaler, Scaler> scalers(
      KubernetesClient client, String namespace, Runnable room) {
    Shape<HorizontalPodAutoscaler, Scaler> shape =
        new Shape<>(ScalerProjections::of, Scaler::target, blank(HorizontalPodAutoscaler::new));
    return new Watched<>(
        "horizontalpodautoscalers",
        client.autoscaling().v2().horizontalPodAutoscalers().inNamespace(namespace),
        new ProjectionStore<>(shape, _ -> {}),
        new Dispensable(
            "horizontalpodautoscalers", "no Deployment is scaled to 0 and back to clear it", room));
  }

  List<Watched<?, ?>> all() {
    return List.of(replicaSets, revisions, notices, quotas, claims, scalers);
  }

  /** A ReplicaSet of that name, if a Deployment made it. */
  Optional<Revision> replicaSet(String name) {
    return replicaSets.store().find(name);
  }

  /**
   * What stands around a workload.
   *
   * @param pods its own and those of its runs
   */
  Surroundings around(Workload workload, List<Pod> pods, List<JobRun> runs, Nodes nodes) {
    List<Revision> revisions = revisions(workload.key());
    List<Notice> said = new ArrayList<>(read(notices, workload.id().uid()));
    revisions.forEach(it -> said.addAll(read(notices, NoticeProjections.ofReplicaSet(it.name()))));
    pods.forEach(it -> said.addAll(read(notices, it.id().uid())));
    runs.forEach(it -> said.addAll(read(notices, it.id().uid())));
    return new Surroundings(
        revisions, said, nodes, read(quotas, ALL), read(claims, ALL), scaling(workload.key()));
  }

  private Scaling scaling(WorkloadKey key) {
    List<Scaler> its = read(scalers, key);
    return its.isEmpty() && scalers.readable()
        ? Scaling.NONE
        : new Scaling(scalers.readable(), its.stream().map(Scaler::name).toList());
  }

  private List<Revision> revisions(WorkloadKey key) {
    return switch (key.kind()) {
      case Deployment -> read(replicaSets, key);
      case DaemonSet ->
          read(revisions, key).stream().flatMap(kept -> Stream.ofNullable(kept.revision)).toList();
      case StatefulSet, CronJob -> List.of();
    };
  }

  private static <P> List<P> read(Watched<?, P> watched, Object group) {
    return watched.readable() ? watched.store().group(group) : List.of();
  }
}
