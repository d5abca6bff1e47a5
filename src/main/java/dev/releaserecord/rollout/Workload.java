package dev.releaserecord.rollout;

import dev.releaserecord.rollout.reference.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A workload as the informer last saw it, reduced to what decisions need.
 *
 * @param uid of this very object: a re-created one of the same name differs
 * @param resourceVersion opaque, except that Kubernetes orders them per resource as numbers
 * @param containers init containers and sidecars first, then main ones, each in template order
 */
public record Workload(
    Identity id,
    Template template,
    List<TemplateContainer> containers,
    Replicas replicas,
    Marks marks,
    Strategy strategy) {

  /**
   * Which object, and which state of it.
   *
   * @param shape stands for its pod template but images and what pods were restarted for; 0 where
   *     nobody looked
   */
  public record Identity(WorkloadKey key, String uid, String resourceVersion, long shape) {

    /** Where nobody looked at the shape. */
    public Identity(WorkloadKey key, String uid, String resourceVersion) {
      this(key, uid, resourceVersion, 0);
    }

    /** As it is written down; null where nobody looked. */
    public @Nullable String shapeText() {
      return shape == 0 ? null : "%016x".formatted(shape);
    }

    private Identity at(String newer) {
      return new Identity(key, uid, newer, shape);
    }
  }

  /**
   * The pod template.
   *
   * @param revision of a StatefulSet the hash that pods of the newest template carry, else empty
   * @param nodes where its pods may run
   * @param references what its pods take from Secrets and ConfigMaps
   * @param notes its annotations
   * @param serviceAccount that its pods run as; it may have Secrets to pull images with
   */
  public record Template(
      String revision, NodeRules nodes, References references, Notes notes, String serviceAccount) {

    /** What pods run as that name no other. */
    public static final String DEFAULT_ACCOUNT = "default";

    /** Nothing is known of it. */
    public static final Template PLAIN = new Template("", NodeRules.ANYWHERE);

    /** A template that takes nothing from Secrets and ConfigMaps. */
    public Template(String revision, NodeRules nodes) {
      this(revision, nodes, References.NONE, Notes.NONE, DEFAULT_ACCOUNT);
    }

    private Template restartedFor(String values) {
      return new Template(revision, nodes, references, new Notes(true, values), serviceAccount);
    }
  }

  /**
   * Annotations of a pod template.
   *
   * @param any whether it has one at all (a patch cannot add below an absent map)
   * @param restartedFor the annotation {@code releaserecord.dev/restarted-for}: the values that its
   *     pods were last restarted for; null where it is absent
   */
  public record Notes(boolean any, @Nullable String restartedFor) {

    public static final Notes NONE = new Notes(false, null);
  }

  public Workload {
    containers = List.copyOf(containers);
  }

  public WorkloadKey key() {
    return id.key();
  }

  public Optional<TemplateContainer> container(String name) {
    return containers.stream().filter(container -> container.name().equals(name)).findFirst();
  }

  /** Whether it runs only where an image already is. */
  public boolean neverPulls() {
    return containers.stream().anyMatch(container -> container.traits().neverPulled());
  }

  public List<TemplateContainer> mainContainers() {
    return containers.stream().filter(container -> container.role() == ContainerRole.Main).toList();
  }

  /**
   * Whether pods that run are replaced when its template changes.
   *
   * @param evicted whether somebody evicts the old pods of one that never replaces them itself
   */
  public boolean replacesPods(boolean evicted) {
    return switch (id.key().kind()) {
      case CronJob -> false;
      case Deployment -> replicas.wanted() > 0 && !strategy.stopped();
      case StatefulSet, DaemonSet ->
          replicas.wanted() > strategy.partition() && (evicted || !strategy.onDelete());
    };
  }

  /** This workload after an accepted write of ours: the next decision must not see the old one. */
  public Workload written(
      String resourceVersion, Map<String, String> images, String set, String manager) {
    List<TemplateContainer> written = new ArrayList<>(containers.size());
    for (TemplateContainer container : containers) {
      String image = images.get(container.name());
      written.add(image == null ? container : container.withImage(image, manager));
    }
    return new Workload(
        id.at(resourceVersion),
        template,
        written,
        id.key().kind().keepsPodsRunning() ? stale() : replicas,
        marks.withSet(set),
        strategy);
  }

  /** This workload after its template was annotated by us: its pods are about to be replaced. */
  public Workload restarted(String resourceVersion, String values) {
    return new Workload(
        id.at(resourceVersion),
        template.restartedFor(values),
        containers,
        stale(),
        marks,
        strategy);
  }

  /** A status that speaks of an earlier state. */
  private Replicas stale() {
    return new Replicas(
        replicas.wanted(), replicas.total(), replicas.updated(), replicas.available(), false);
  }

  /** This Deployment as it is drained; null: as it is no more. */
  public Workload drained(Marks.@Nullable Drain drain) {
    return new Workload(id, template, containers, replicas, marks.withDrain(drain), strategy);
  }

  /**
   * This Deployment after an accepted write of ours to its replicas.
   *
   * @param drain what stands on it now; null where it was scaled back, or left to somebody else
   */
  public Workload scaled(String resourceVersion, Marks.@Nullable Drain drain) {
    return new Workload(
        id.at(resourceVersion), template, containers, stale(), marks.withDrain(drain), strategy);
  }
}
