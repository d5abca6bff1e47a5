package dev.releaserecord.kube.cache;

import static dev.releaserecord.kube.cache.ProjectionStore.blank;

import dev.releaserecord.api.ReleaseApproval;
import dev.releaserecord.kube.cache.ProjectionStore.Shape;
import dev.releaserecord.kube.cache.projection.GateProjections;
import dev.releaserecord.plan.gate.Approval;
import dev.releaserecord.plan.gate.DependencyView;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.gate.Grants.Blind;
import dev.releaserecord.plan.release.DependencyKey;
import dev.releaserecord.plan.release.Release.HoldOrder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What people put before the records of one namespace: approvals, and the hold over all of them.
 * Both err on the safe side: what may not be read counts as closed.
 */
final class GateCache {

  /** The ConfigMap that holds every record of its namespace. */
  private static final String HOLD = "release-hold";

  private static final Object ALL = "all";

  private final String namespace;
  private final Watched<ReleaseApproval, Approval> approvals;
  private final Watched<ConfigMap, HoldOrder> holds;
  private final DependencyCache dependencies;

  /**
   * @param turned told of the record that is concerned; null for all
   */
  GateCache(KubernetesClient client, String namespace, Consumer<@Nullable String> turned) {
    this.namespace = namespace;
    this.dependencies = new DependencyCache(client, namespace, turned);
    this.approvals =
        new Watched<>(
            "releaseapprovals",
            client.resources(ReleaseApproval.class).inNamespace(namespace),
            new ProjectionStore<>(
                new Shape<>(GateProjections::of, Approval::record, blank(ReleaseApproval::new)),
                change -> turned.accept(change.either().record())),
            new Dispensable(
                "releaseapprovals",
                "nothing is pinned that needs an approval",
                () -> turned.accept(null)));
    this.holds =
        new Watched<>(
            "configmaps named " + HOLD,
            client.configMaps().inNamespace(namespace).withField("metadata.name", HOLD),
            new ProjectionStore<>(
                new Shape<>(GateProjections::of, _ -> ALL, blank(ConfigMap::new)),
                _ -> turned.accept(null)),
            new Dispensable(
                "configmaps named " + HOLD, "nothing is changed", () -> turned.accept(null)));
  }

  List<Watched<?, ?>> all() {
    return List.of(approvals, holds);
  }

  void stop() {
    dependencies.stop();
  }

  /**
   * What others put before a record.
   *
   * @param needed what it depends on; from now on a change of that wakes it
   * @param editedBy who changed it last
   */
  Grants grants(String record, List<DependencyKey> needed, @Nullable String editedBy) {
    Map<DependencyKey, DependencyView> found = dependencies.look(record, needed);
    Blind blind =
        approvals
            .missingRight()
            .map(right -> new Blind(grant(right), true))
            .or(() -> approvals.problem().map(text -> new Blind(text, false)))
            .orElse(null);
    return blind == null
        ? new Grants(found, approvals.store().group(record), null, editedBy)
        : new Grants(found, List.of(), blind, editedBy);
  }

  /** A record is gone. */
  void forget(String record) {
    dependencies.forget(record);
  }

  /** The hold over the namespace; one that nobody may see stands until somebody can. */
  Optional<HoldOrder> hold() {
    return holds
        .missingRight()
        .map(right -> blind(grant(right)))
        .or(() -> holds.problem().map(GateCache::blind))
        .or(() -> holds.store().all().findFirst());
  }

  private static HoldOrder blind(String why) {
    return new HoldOrder(
        "whether a ConfigMap " + HOLD + " holds this namespace is not known: " + why,
        null,
        new HoldOrder.Origin("let the operator read it", null, null));
  }

  private String grant(String right) {
    return "the operator may not "
        + right
        + " in namespace "
        + namespace
        + ": grant it get, list and watch of them";
  }
}
