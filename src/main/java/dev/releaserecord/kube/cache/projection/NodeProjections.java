package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Node;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reduces nodes. Most of them hold the same images and bear the same labels: words are shared. */
public final class NodeProjections {

  private NodeProjections() {}

  public static Optional<Node> of(io.fabric8.kubernetes.api.model.Node node) {
    ObjectMeta meta = node.getMetadata();
    NodeStatus status = node.getStatus();
    List<ContainerImage> images = status == null ? List.of() : Fields.list(status.getImages());
    return Optional.of(
        new Node(
            Fields.word(meta.getName()),
            new Node.Health(notReadySince(meta, status), images.size()),
            labels(meta),
            taints(node),
            names(images),
            twins(images)));
  }

  /** A kubelet that never spoke is counted from the creation of its node. */
  private static @Nullable Instant notReadySince(ObjectMeta meta, @Nullable NodeStatus status) {
    Instant created = Fields.moment(meta.getCreationTimestamp());
    Optional<NodeCondition> ready =
        status == null
            ? Optional.empty()
            : Fields.list(status.getConditions()).stream()
                .filter(it -> "Ready".equals(it.getType()))
                .findFirst();
    if (ready.isEmpty()) {
      return created;
    }
    return "True".equals(ready.get().getStatus())
        ? null
        : Objects.requireNonNullElse(Fields.instant(ready.get().getLastTransitionTime()), created);
  }

  private static Map<String, String> labels(ObjectMeta meta) {
    Map<String, String> labels = new HashMap<>();
    Objects.requireNonNullElse(meta.getLabels(), Map.<String, String>of())
        .forEach((key, value) -> labels.put(Fields.word(key), Fields.word(value)));
    return labels;
  }

  private static List<Node.Taint> taints(io.fabric8.kubernetes.api.model.Node node) {
    return node.getSpec() == null
        ? List.of()
        : Fields.list(node.getSpec().getTaints()).stream()
            .map(
                taint ->
                    new Node.Taint(
                        Fields.word(taint.getKey()),
                        Fields.word(taint.getValue()),
                        Fields.word(taint.getEffect())))
            .toList();
  }

  private static Set<String> names(List<ContainerImage> images) {
    Set<String> names = new HashSet<>();
    for (ContainerImage image : images) {
      for (String name : Fields.list(image.getNames())) {
        names.add(Fields.word(name));
      }
    }
    return names;
  }

  private static Set<Set<String>> twins(List<ContainerImage> images) {
    return images.stream()
        .map(image -> digests(Fields.list(image.getNames())))
        .filter(digests -> digests.size() > 1)
        .collect(Collectors.toSet());
  }

  private static Set<String> digests(List<String> names) {
    return names.stream()
        .filter(name -> name.contains("@"))
        .map(name -> Fields.word(name.substring(name.indexOf('@') + 1)))
        .collect(Collectors.toSet());
  }
}
