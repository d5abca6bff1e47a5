package dev.releaserecord.cluster;

import java.util.Optional;

/**
 * Which flavour runs which tests.
 *
 * @param general for the tests that any cluster will do for
 * @param nodes for those that need real pods
 * @param kwok for those that need played ones
 */
record Selection(Flavour general, Place nodes, Place kwok) {

  /** Where tests run, if this run has a place for them. */
  sealed interface Place {}

  /** There is a cluster of that flavour. */
  record On(Flavour flavour) implements Place {}

  /**
   * There is none.
   *
   * @param flavour what it would take
   * @param why what keeps it from running, and what to do about it
   */
  record Nowhere(Flavour flavour, String why) implements Place {}

  /** What the machine offers; asked only where nothing else decides, since asking takes time. */
  interface Machine {
    boolean docker();

    /** What keeps the node flavour from running here, if anything does. */
    Optional<String> obstacleToNode();

    /** What keeps the flavour processes from running here, if anything does. */
    Optional<String> obstacleToProcesses();
  }

  /** The flavour that was asked for, else the kubeconfig that was given, else by the machine. */
  static Selection of(ClusterSettings settings, Optional<Flavour> running, Machine machine) {
    Optional<Flavour> told = told(settings, running);
    Flavour general = told.orElseGet(() -> machine.docker() ? Flavour.K3S : Flavour.PROCESSES);
    if (general == Flavour.KUBECONFIG && settings.kubeconfig().isEmpty()) {
      throw new IllegalArgumentException(
          "the flavour kubeconfig needs a cluster: add -Dcluster.kubeconfig=FILE");
    }
    return new Selection(
        general, nodes(general, told.isPresent(), machine), kwok(general, machine));
  }

  private static Optional<Flavour> told(ClusterSettings settings, Optional<Flavour> running) {
    return settings
        .flavour()
        .or(() -> running)
        .or(() -> settings.kubeconfig().map(_ -> Flavour.KUBECONFIG))
        .or(() -> settings.state().map(_ -> Flavour.PROCESSES));
  }

  /** Root's doings on the machine are not for whoever asked for something else. */
  private static Place nodes(Flavour general, boolean told, Machine machine) {
    if (general == Flavour.NODE) {
      return new On(general);
    }
    if (told) {
      return new Nowhere(
          Flavour.NODE,
          "this run is on the flavour " + general.word() + "; use -Dcluster=node as root");
    }
    return on(Flavour.NODE, machine.obstacleToNode());
  }

  private static Place kwok(Flavour general, Machine machine) {
    return general == Flavour.PROCESSES
        ? new On(general)
        : on(Flavour.PROCESSES, machine.obstacleToProcesses());
  }

  private static Place on(Flavour flavour, Optional<String> obstacle) {
    return obstacle.<Place>map(why -> new Nowhere(flavour, why)).orElseGet(() -> new On(flavour));
  }

  /** Where a test class runs. */
  Place placeOf(Class<?> testClass) {
    boolean real = testClass.isAnnotationPresent(NeedsNode.class);
    boolean played = testClass.isAnnotationPresent(NeedsKwok.class);
    if (real && played) {
      throw new IllegalArgumentException(
          testClass.getName() + ": no cluster has both, take @NeedsNode or @NeedsKwok away");
    }
    if (real) {
      return nodes;
    }
    return played ? kwok : new On(general);
  }
}
