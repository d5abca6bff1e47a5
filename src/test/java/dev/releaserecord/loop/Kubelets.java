package dev.releaserecord.loop;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What kubelets say that their nodes hold: kwok says nothing of it, and leaves what is said. */
record Kubelets(Scene scene) {

  /** From now on the node tells of these images and of no others. */
  void holds(String node, String... images) {
    String list =
        Stream.of(images)
            .map("{\"names\":[\"%s\"],\"sizeBytes\":1}"::formatted)
            .collect(Collectors.joining(","));
    scene.kubectl(
        "patch",
        "node/" + node,
        "--subresource=status",
        "--type=merge",
        "-p={\"status\":{\"images\":[" + list + "]}}");
  }
}
