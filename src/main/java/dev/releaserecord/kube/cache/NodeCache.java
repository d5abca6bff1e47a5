package dev.releaserecord.kube.cache;

import dev.releaserecord.kube.cache.projection.NodeProjections;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Surroundings.Nodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The nodes of the cluster: one informer for all namespaces. A Role cannot grant it. */
final class NodeCache {

  private final Watched<io.fabric8.kubernetes.api.model.Node, Node> nodes;
  private final Consumer<ProjectionStore.Change<Node>> listener;

  /** Built when it is asked for: a pass looks at the same nodes for each of its workloads. */
  private @Nullable Nodes snapshot;

  /**
   * @param turned called when they can be read at last, or no more
   */
  NodeCache(
      KubernetesClient client, Consumer<ProjectionStore.Change<Node>> listener, Runnable turned) {
    this.listener = listener;
    ProjectionStore.Shape<io.fabric8.kubernetes.api.model.Node, Node> shape =
        new ProjectionStore.Shape<>(
            NodeProjections::of,
            Node::name,
            ProjectionStore.blank(io.fabric8.kubernetes.api.model.Node::new));
    this.nodes =
        new Watched<>(
            "nodes",
            client.nodes(),
            new ProjectionStore<>(shape, this::changed),
            new Dispensable(
                "nodes (a ClusterRole)",
                "ImageNotOnNode is not found before a pin, nor NodeLost",
                turned));
  }

  private void changed(ProjectionStore.Change<Node> change) {
    forget();
    listener.accept(change);
  }

  private synchronized void forget() {
    snapshot = null;
  }

  Watched<?, Node> watched() {
    return nodes;
  }

  Nodes nodes() {
    return nodes.readable() ? snapshot() : Nodes.UNREADABLE;
  }

  /** Under the lock: a change meanwhile waits, and then forgets what was built without it. */
  private synchronized Nodes snapshot() {
    Nodes known = snapshot;
    if (known == null) {
      known =
          new Nodes(
              true,
              nodes
                  .store()
                  .all()
                  .collect(Collectors.toUnmodifiableMap(Node::name, Function.identity())));
      snapshot = known;
    }
    return known;
  }
}
