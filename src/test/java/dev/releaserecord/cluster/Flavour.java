package dev.releaserecord.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of cluster that the integration tests run on. */
public enum Flavour {
  /** A real control plane as plain processes; kwok plays the nodes. */
  PROCESSES,
  /** The same with a real kubelet, a real runtime and a registry; needs root. */
  NODE,
  /** K3s in a container; needs Docker. */
  K3S,
  /** Whatever a kubeconfig leads to. */
  KUBECONFIG;

  /** The name as people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The flavour of that name.
   *
   * @throws IllegalArgumentException if there is none, with those that there are
   */
  static Flavour of(String word) {
    return Arrays.stream(values())
        .filter(flavour -> flavour.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no flavour '" + word + "'; write one of " + words()));
  }

  private static String words() {
    return Arrays.stream(values()).map(Flavour::word).collect(Collectors.joining(", "));
  }
}
