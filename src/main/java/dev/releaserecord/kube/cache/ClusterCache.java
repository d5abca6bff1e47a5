package dev.releaserecord.kube.cache;

import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The watched namespaces, each with informers of its own. */
public final class ClusterCache {

  /** Told of every change of a workload, its pods or its Jobs. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param urgent whether an image of the workload changed, or it came or went
     */
    void changed(String namespace, WorkloadKey workload, boolean urgent);
  }

  private final Map<String, NamespaceCache> namespaces;

  public ClusterCache(KubernetesClient client, Set<String> namespaces, Listener listener) {
    this.namespaces =
        namespaces.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    namespace -> new NamespaceCache(client, namespace, listener),
                    (one, _) -> one,
                    ConcurrentHashMap::new));
  }

  /** Returns when every list was answered: filled, or refused and named in {@link #problems}. */
  public void start() {
    namespaces.values().parallelStream().forEach(NamespaceCache::start);
  }

  public void stop() {
    namespaces.values().forEach(NamespaceCache::stop);
  }

  public WorkloadView view(String namespace, WorkloadKey key) {
    NamespaceCache cache = namespaces.get(namespace);
    return cache == null
        ? new WorkloadView.Unreadable("namespace " + namespace + " is not watched by this operator")
        : cache.view(key);
  }

  /** Takes in what a write of ours made, so that no decision is made twice. */
  public void written(String namespace, Workload workload) {
    NamespaceCache cache = namespaces.get(namespace);
    if (cache != null) {
      cache.written(workload);
    }
  }

  /** What cannot be read, each as a sentence. */
  public List<String> problems() {
    return namespaces.values().stream().flatMap(cache -> cache.problems().stream()).toList();
  }

  public boolean running() {
    return namespaces.values().stream().allMatch(NamespaceCache::running);
  }
}
