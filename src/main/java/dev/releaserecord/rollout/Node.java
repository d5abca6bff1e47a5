package dev.releaserecord.rollout;

import dev.releaserecord.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node, as far as it matters whether a pod can run there.
 *
 * @param health whether its kubelet answers
 * @param taints those that keep pods away
 * @param images all names of the images that it says it holds
 * @param twins digests by which it holds one and the same image, for each that it holds by several:
 *     that of an index, and that of the manifest in it which is for this node
 */
public record Node(
    String name,
    Health health,
    Map<String, String> labels,
    List<Taint> taints,
    Set<String> images,
    Set<Set<String>> twins) {

  /**
   * The kubelet tells of so many images and no more ({@code nodeStatusMaxImages}, by default 50): a
   * list that long may be cut off.
   */
  private static final int LISTED = 50;

  public Node {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    images = Set.copyOf(images);
    twins = Set.copyOf(twins);
  }

  /** One that holds no image under two digests. */
  public Node(
      String name,
      Health health,
      Map<String, String> labels,
      List<Taint> taints,
      Set<String> images) {
    this(name, health, labels, taints, images, Set.of());
  }

  /**
   * @param notReadySince since when the condition Ready is not True, null while it is
   * @param imageCount entries of its image list
   */
  public record Health(@Nullable Instant notReadySince, int imageCount) {}

  /**
   * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
   */
  public record Taint(String key, String value, String effect) {}

  public boolean lost() {
    return health.notReadySince != null;
  }

  /** Whether it says that both are digests of one image. */
  public boolean holdsAsOne(Digest one, Digest other) {
    return twins.stream().anyMatch(it -> it.contains(one.text()) && it.contains(other.text()));
  }

  /** Whether it may hold more images than it tells of. */
  public boolean imagesCutOff() {
    return health.imageCount >= LISTED;
  }
}
