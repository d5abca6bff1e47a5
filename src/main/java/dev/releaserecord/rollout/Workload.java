package dev.releaserecord.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workload as the informer last saw it, reduced to what decisions need.
 *
 * @param uid of this very object: a re-created one of the same name differs
 * @param resourceVersion opaque, except that Kubernetes orders them per resource as numbers
 * @param containers init containers and sidecars first, then main ones, each in template order
 */
public record Workload(
    Identity id,
    List<TemplateContainer> containers,
    Replicas replicas,
    Marks marks,
    Strategy strategy) {

  /** Which object, and which state of it. */
  public record Identity(WorkloadKey key, String uid, String resourceVersion) {}

  public Workload {
    containers = List.copyOf(containers);
  }

  public WorkloadKey key() {
    return id.key();
  }

  public Optional<TemplateContainer> container(String name) {
    return containers.stream().filter(container -> container.name().equals(name)).findFirst();
  }

  public List<TemplateContainer> mainContainers() {
    return containers.stream().filter(container -> container.role() == ContainerRole.Main).toList();
  }

  /** This workload after an accepted write of ours: the next decision must not see the old one. */
  public Workload written(
      String resourceVersion, Map<String, String> images, String set, String manager) {
    List<TemplateContainer> written = new ArrayList<>(containers.size());
    for (TemplateContainer container : containers) {
      String image = images.get(container.name());
      written.add(image == null ? container : container.withImage(image, manager));
    }
    Replicas stale =
        new Replicas(
            replicas.wanted(), replicas.total(), replicas.updated(), replicas.available(), false);
    return new Workload(
        new Identity(id.key(), id.uid(), resourceVersion),
        written,
        id.key().kind().keepsPodsRunning() ? stale : replicas,
        marks.withSet(set),
        strategy);
  }
}
