package dev.releaserecord.rollout;

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
 */
public record Node(
    String name,
    Health health,
    Map<String, String> labels,
    List<Taint> taints,
    Set<String> images) {

  /**
   * The kubelet tells of so many images and no more ({@code nodeStatusMaxImages}, by default 50): a
   * list that long may be cut off.
   */
  private static final int LISTED = 50;

  public Node {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    images = Set.copyOf(images);
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

  /** Whether it may hold more images than it tells of. */
  public boolean imagesCutOff() {
    return health.imageCount >= LISTED;
  }
}
