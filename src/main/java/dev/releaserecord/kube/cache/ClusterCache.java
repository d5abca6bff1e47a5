package dev.releaserecord.kube.cache;

import dev.releaserecord.kube.secret.FactReader;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.HoldOrder;
import dev.releaserecord.plan.secret.Needs;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.secret.fact.Stock;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The watched namespaces, each with informers of its own, and the nodes. */
public final class ClusterCache {

  /** Told of every change of a workload, or of something that a decision on it depends on. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param urgent whether an image of the workload changed, it came or went, or a Secret or
     *     ConfigMap that its record needs
     */
    void changed(String namespace, WorkloadKey workload, boolean urgent);

    /**
     * A gate may stand otherwise than before.
     *
     * @param record the name of the record that it concerns; null for all of the namespace
     */
    default void gateTurned(String namespace, @Nullable String record) {}
  }

  private final Map<String, NamespaceCache> namespaces;
  private final NodeCache nodes;
  private volatile boolean filled;

  /**
   * @param facts by which values of different namespaces and times can be compared
   */
  public ClusterCache(
      KubernetesClient client,
      Set<String> namespaces,
      FactReader facts,
      SecretScope scope,
      Listener listener) {
    this.namespaces =
        namespaces.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    namespace -> new NamespaceCache(client, namespace, facts, scope, listener),
                    (one, _) -> one,
                    ConcurrentHashMap::new));
    this.nodes = new NodeCache(client, this::nodeChanged, this::nodesTurned);
  }

  private void nodesTurned() {
    namespaces.values().forEach(NamespaceCache::roomChanged);
  }

  /** While the stores are filled nobody listens yet, and each node would look through all pods. */
  private void nodeChanged(ProjectionStore.Change<Node> change) {
    if (filled) {
      namespaces.values().forEach(cache -> cache.nodeChanged(change));
    }
  }

  /**
   * Returns when every list was answered: filled, or refused and named in {@link #problems} or
   * {@link #missingRights}.
   */
  public void start() {
    nodes.watched().start();
    namespaces.values().parallelStream().forEach(NamespaceCache::start);
    nodes.watched().awaitFirstAnswer();
    filled = true;
  }

  public void stop() {
    namespaces.values().forEach(NamespaceCache::stop);
    nodes.watched().stop();
  }

  public WorkloadView view(String namespace, WorkloadKey key) {
    NamespaceCache cache = namespaces.get(namespace);
    return cache == null
        ? new WorkloadView.Unreadable("namespace " + namespace + " is not watched by this operator")
        : cache.view(key, nodes.nodes());
  }

  /**
   * The Secrets and ConfigMaps that a record needs; from now on a change of one wakes it.
   *
   * @param record its uid
   * @param member a workload that it names
   */
  Stock stock(String namespace, String record, WorkloadKey member, Needs needs) {
    NamespaceCache cache = namespaces.get(namespace);
    return cache == null ? Stock.EMPTY : cache.configuration().stock(record, member, needs);
  }

  /** A record is gone, or needs no Secret and no ConfigMap. */
  void forget(String record) {
    namespaces.values().forEach(cache -> cache.configuration().forget(record));
  }

  /** What others put before a record. */
  Grants grants(Release release, @Nullable String editedBy) {
    NamespaceCache cache = namespaces.get(release.id().namespace());
    return cache == null
        ? Grants.NONE
        : cache
            .gates()
            .grants(release.id().name(), release.policy().gates().dependencies(), editedBy);
  }

  /** The digest sets of a record that were verified. */
  History history(Release release) {
    NamespaceCache cache = namespaces.get(release.id().namespace());
    return cache == null
        ? History.UNREAD
        : cache.surroundings().history(release.id().name(), release.id().uid());
  }

  /** Takes in what a write of ours made of the history. */
  public void written(String namespace, VerifiedSet set) {
    NamespaceCache cache = namespaces.get(namespace);
    if (cache != null) {
      cache.surroundings().written(set);
    }
  }

  /** A record is gone. */
  void forget(String namespace, String record) {
    NamespaceCache cache = namespaces.get(namespace);
    if (cache != null) {
      cache.gates().forget(record);
    }
  }

  /** The hold over a whole namespace. */
  Optional<HoldOrder> hold(String namespace) {
    NamespaceCache cache = namespaces.get(namespace);
    return cache == null ? Optional.empty() : cache.gates().hold();
  }

  /** Deployments of a namespace that are drained: looks through all of them. */
  List<WorkloadKey> drained(String namespace) {
    NamespaceCache cache = namespaces.get(namespace);
    return cache == null ? List.of() : cache.drained();
  }

  /** Takes in what a write of ours made, so that no decision is made twice. */
  public void written(String namespace, Workload workload) {
    NamespaceCache cache = namespaces.get(namespace);
    if (cache != null) {
      cache.written(workload);
    }
  }

  /** What cannot be read and nothing works without, each as a sentence. */
  public List<String> problems() {
    return namespaces.values().stream().flatMap(cache -> cache.problems().stream()).toList();
  }

  /**
   * Rights that are missing in a namespace and that the operator can do without, each as {@code
   * list nodes}, in an order of their own. No fault: a Role of one namespace, for one, cannot grant
   * nodes.
   */
  public List<String> missingRights(String namespace) {
    return Stream.concat(
            nodes.watched().missingRight().stream(),
            Stream.ofNullable(namespaces.get(namespace))
                .flatMap(cache -> cache.missingRights().stream()))
        .toList();
  }

  /** Whether the informers that nothing works without are running. */
  public boolean running() {
    return namespaces.values().stream().allMatch(NamespaceCache::running);
  }
}
