package dev.releaserecord.kube.cache;

import dev.releaserecord.api.RegistryCheck;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Observation.Rival;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.check.CheckAnswer;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.pull.Pull;
import dev.releaserecord.plan.pull.PullReply;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.HoldOrder;
import dev.releaserecord.plan.release.Release.WorkloadClaim;
import dev.releaserecord.plan.release.ReleaseReader;
import dev.releaserecord.plan.secret.Needs;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.secret.fact.Stock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers what a decision may know, from caches alone. */
public final class Observer {

  private static final String RETRY = "releaserecord.dev/retry";
  private static final String EDITED_BY = "releaserecord.dev/edited-by";

  private record UnderHold(Release own, HoldOrder order, Release release) {}

  private final ClusterCache cache;
  private final Map<String, Release> releases = new ConcurrentHashMap<>();
  private final Map<String, UnderHold> held = new ConcurrentHashMap<>();
  private final BiFunction<String, WorkloadKey, List<ReleaseRecord>> claimants;
  private final Supplier<Map<Pull, PullReply>> replies;

  /**
   * @param claimants the records of a namespace that name a workload
   * @param replies what registries said so far
   */
  public Observer(
      ClusterCache cache,
      BiFunction<String, WorkloadKey, List<ReleaseRecord>> claimants,
      Supplier<Map<Pull, PullReply>> replies) {
    this.cache = cache;
    this.claimants = claimants;
    this.replies = replies;
  }

  /**
   * @param recorded whether the previous status stands in the cluster
   * @param owing whether a Deployment may be drained that no record names any more
   * @param answers of checks that ended
   */
  public Observation observe(
      ReleaseRecord record,
      ReleaseRecordStatus previous,
      boolean recorded,
      boolean owing,
      List<CheckAnswer> answers,
      Instant at) {
    Release release = held(record);
    String namespace = release.id().namespace();
    Map<WorkloadKey, WorkloadView> views = new HashMap<>();
    Map<WorkloadKey, List<Rival>> rivals = new HashMap<>();
    release.services().stream()
        .flatMap(service -> service.workloads().stream())
        .map(WorkloadClaim::key)
        .distinct()
        .forEach(
            key -> {
              views.put(key, cache.view(namespace, key));
              List<Rival> others = rivals(release, key);
              if (!others.isEmpty()) {
                rivals.put(key, others);
              }
            });
    if (owing) {
      cache.drained(namespace).stream()
          .filter(key -> claimants.apply(namespace, key).isEmpty())
          .forEach(key -> views.putIfAbsent(key, cache.view(namespace, key)));
    }
    return new Observation(
        release,
        previous,
        at,
        views,
        rivals,
        new Observation.Terms(
            recorded,
            annotation(record, RETRY),
            cache.missingRights(namespace),
            stock(release, views),
            grants(record, release),
            cache.history(release),
            answers));
  }

  private Grants grants(ReleaseRecord record, Release release) {
    Grants grants = cache.grants(release, annotation(record, EDITED_BY));
    return release.policy().registryCheck() == RegistryCheck.None
        ? grants
        : grants.with(replies.get());
  }

  private Stock stock(Release release, Map<WorkloadKey, WorkloadView> views) {
    Needs needs =
        Needs.of(
            release,
            key ->
                views.get(key) instanceof WorkloadView.Found found
                    ? Optional.of(found.workload())
                    : Optional.empty());
    String uid = release.id().uid();
    if (needs.equals(Needs.NONE)) {
      cache.forget(uid);
      return Stock.EMPTY;
    }
    WorkloadKey member = release.services().getFirst().workloads().getFirst().key();
    return cache.stock(release.id().namespace(), uid, member, needs);
  }

  private static @Nullable String annotation(ReleaseRecord record, String name) {
    var annotations = record.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(name);
  }

  /** The hold over the namespace is part of what holds the record; the same instance each time. */
  private Release held(ReleaseRecord record) {
    Release own = read(record);
    HoldOrder order = cache.hold(own.id().namespace()).orElse(null);
    if (order == null) {
      held.remove(own.id().uid());
      return own;
    }
    return held.compute(
            own.id().uid(),
            (_, known) ->
                known != null && known.own == own && known.order.equals(order)
                    ? known
                    : new UnderHold(own, order, own.under(order)))
        .release;
  }

  /** Read once per generation: 250 services take longer to read than to judge. */
  private Release read(ReleaseRecord record) {
    var meta = record.getMetadata();
    long generation = meta.getGeneration() == null ? 0 : meta.getGeneration();
    return releases.compute(
        meta.getUid(),
        (_, known) ->
            known != null && generation != 0 && known.id().generation() == generation
                ? known
                : ReleaseReader.read(record));
  }

  /** Forgets a record that is gone. */
  public void forget(String uid) {
    Release known = releases.remove(uid);
    if (known != null) {
      cache.forget(known.id().namespace(), known.id().name());
    }
    held.remove(uid);
    cache.forget(uid);
  }

  private List<Rival> rivals(Release release, WorkloadKey key) {
    List<ReleaseRecord> records = claimants.apply(release.id().namespace(), key);
    if (records.size() < 2) {
      return List.of();
    }
    return records.stream()
        .filter(record -> !record.getMetadata().getUid().equals(release.id().uid()))
        .filter(record -> record.getMetadata().getDeletionTimestamp() == null)
        .map(this::read)
        .flatMap(other -> claims(other, key))
        .toList();
  }

  private static Stream<Rival> claims(Release other, WorkloadKey key) {
    return other.services().stream()
        .flatMap(
            service ->
                service.workloads().stream()
                    .filter(claim -> claim.key().equals(key))
                    .map(
                        claim ->
                            new Rival(
                                other.id(), service.target().repository(), claim.containers())));
  }
}
