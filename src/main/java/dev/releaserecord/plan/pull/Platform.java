package dev.releaserecord.plan.pull;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a node is and an image is built for.
 *
 * @param os such as {@code linux}
 * @param architecture by its Go name, such as {@code arm64}
 */
public record Platform(String os, String architecture) implements Comparable<Platform> {

  /** Labels that every kubelet writes on its node. */
  static final String OS = "kubernetes.io/os";

  static final String ARCHITECTURE = "kubernetes.io/arch";

  /** What containerd takes where there is nothing better ({@code platforms.Only}). */
  private static final Map<String, Set<String>> ALSO_RUNS =
      Map.of("arm64", Set.of("arm"), "amd64", Set.of("386"));

  /** Of a node, by its labels; empty where they do not tell. */
  static Optional<Platform> ofNode(Map<String, String> labels) {
    String os = labels.get(OS);
    String architecture = labels.get(ARCHITECTURE);
    return os == null || architecture == null
        ? Optional.empty()
        : Optional.of(new Platform(os, architecture));
  }

  /** Whether a node of this platform runs what is built for that one. */
  boolean runs(Platform built) {
    return os.equals(built.os)
        && (architecture.equals(built.architecture)
            || ALSO_RUNS.getOrDefault(architecture, Set.of()).contains(built.architecture));
  }

  @Override
  public int compareTo(Platform other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
