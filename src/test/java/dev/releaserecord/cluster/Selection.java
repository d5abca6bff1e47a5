package dev.releaserecord.cluster;

import java.util.Optional;

/**
 * Which flavour runs which tests.
 *
 * @param general for the tests that need no real pods
 * @param nodes for those that do, if this run can have it
 * @param withoutNodes why it cannot, and what to do about it; empty where it can
 */
record Selection(Flavour general, Optional<Flavour> nodes, String withoutNodes) {

  /** What the machine offers; asked only where nothing else decides, since asking takes time. */
  interface Machine {
    boolean docker();

    /** What keeps the node flavour from running here, if anything does. */
    Optional<String> obstacleToNode();
  }

  /** The flavour that was asked for, else the kubeconfig that was given, else by the machine. */
  static Selection of(ClusterSettings settings, Optional<Flavour> running, Machine machine) {
    Optional<Flavour> asked = settings.flavour().or(() -> running);
    if (asked.isPresent()) {
      return only(asked.get(), settings);
    }
    if (settings.kubeconfig().isPresent()) {
      return only(Flavour.KUBECONFIG, settings);
    }
    if (settings.state().isPresent()) {
      return only(Flavour.PROCESSES, settings);
    }
    Flavour general = machine.docker() ? Flavour.K3S : Flavour.PROCESSES;
    return machine
        .obstacleToNode()
        .map(obstacle -> new Selection(general, Optional.empty(), obstacle))
        .orElseGet(() -> new Selection(general, Optional.of(Flavour.NODE), ""));
  }

  /** One flavour for everything that it can do. */
  private static Selection only(Flavour flavour, ClusterSettings settings) {
    if (flavour == Flavour.KUBECONFIG && settings.kubeconfig().isEmpty()) {
      throw new IllegalArgumentException(
          "the flavour kubeconfig needs a cluster: add -Dcluster.kubeconfig=FILE");
    }
    return switch (flavour) {
      case NODE -> new Selection(flavour, Optional.of(flavour), "");
      case PROCESSES, K3S, KUBECONFIG ->
          new Selection(
              flavour,
              Optional.empty(),
              "this run is on the flavour "
                  + flavour.word()
                  + " alone; use -Dcluster=node as root");
    };
  }
}
