package dev.releaserecord.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The clusters of one run, each started when the first test class wants it and ended with the run.
 */
final class ClusterPool implements AutoCloseable {

  private static final Path TARGET = Path.of("target");
  private static final Path COVERAGE = TARGET.resolve("coverage-of-flavours.txt");
  private static final Duration CLEARING = Duration.ofMinutes(2);

  private final ClusterSettings settings;
  private final Selection selection;
  private final Coverage coverage = new Coverage();
  private final Map<Flavour, RunningCluster> running = new EnumMap<>(Flavour.class);
  private final Map<Flavour, RuntimeException> failed = new EnumMap<>(Flavour.class);

  private ClusterPool(ClusterSettings settings, Selection selection) {
    this.settings = settings;
    this.selection = selection;
  }

  static ClusterPool ofThisRun() {
    ClusterSettings settings = ClusterSettings.ofThisRun();
    Optional<Flavour> there =
        settings.state().flatMap(state -> ProcessCluster.running(settings, state));
    return new ClusterPool(
        settings, Selection.of(settings, there, new ThisMachine(settings.program())));
  }

  Selection selection() {
    return selection;
  }

  Coverage coverage() {
    return coverage;
  }

  /** The cluster of that flavour. One that did not start is not tried again for every class. */
  synchronized Cluster cluster(Flavour flavour) {
    RuntimeException failure = failed.get(flavour);
    if (failure != null) {
      throw new IllegalStateException(
          "the cluster of flavour " + flavour.word() + " did not start", failure);
    }
    RunningCluster there = running.get(flavour);
    if (there != null) {
      return there;
    }
    try {
      RunningCluster started = start(flavour);
      running.put(flavour, started);
      settings.kubernetes().ifPresent(asked -> mustRun(asked, started.client()));
      CustomResources.apply(started.client(), settings.crds());
      return started;
    } catch (RuntimeException e) {
      failed.put(flavour, e);
      throw e;
    }
  }

  /** The state folder that somebody gave is for the general flavour; another has its own. */
  private RunningCluster start(Flavour flavour) {
    return switch (flavour) {
      case PROCESSES, NODE ->
          settings
              .state()
              .filter(_ -> flavour == selection.general())
              .map(state -> ProcessCluster.borrow(settings, state, flavour))
              .orElseGet(
                  () ->
                      ProcessCluster.start(
                          settings, TARGET.resolve("cluster").resolve(flavour.word()), flavour));
      case K3S ->
          K3sServer.cluster(K3sServer.ofImage(settings.k3sImage()), TARGET.resolve("cluster"));
      case KUBECONFIG ->
          new KubeconfigCluster(flavour, settings.kubeconfig().orElseThrow(), Optional.empty());
    };
  }

  /** A suite that ran on another version than the one asked for would say nothing. */
  private static void mustRun(String asked, KubernetesClient client) {
    String runs = client.getKubernetesVersion().getGitVersion();
    if (!(runs + ".").startsWith("v" + asked.replaceFirst("^v", "") + ".")) {
      throw new IllegalStateException(
          "-Dkubernetes.version=" + asked + ", and the cluster runs " + runs);
    }
  }

  @Override
  public synchronized void close() {
    try (var _ = new Closing(List.copyOf(running.values()))) {
      coverage.write(COVERAGE);
      running.values().stream()
          .filter(RunningCluster::staysUp)
          .forEach(cluster -> awaitCleared(cluster.client()));
    } finally {
      // The one place in the tests that speaks to the console: nothing else reaches the end of a
      // run.
      System.out.println(coverage.summary());
    }
  }

  /** A cluster that stays must not keep our namespaces; one that hangs is named. */
  private static void awaitCleared(KubernetesClient client) {
    try {
      await().atMost(CLEARING).until(() -> left(client).isEmpty());
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(
          "namespaces of this run are still there, a finalizer may hold them: " + left(client), e);
    }
  }

  private static List<String> left(KubernetesClient client) {
    return client
        .namespaces()
        .withLabel(NamespaceLease.LABEL, NamespaceLease.OWNER)
        .list()
        .getItems()
        .stream()
        .filter(Namespace::isMarkedForDeletion)
        .map(namespace -> namespace.getMetadata().getName())
        .toList();
  }

  /** Closes every cluster, whatever one of them says. */
  private record Closing(List<RunningCluster> clusters) implements AutoCloseable {
    @Override
    public void close() {
      RuntimeException first = null;
      for (RunningCluster cluster : clusters) {
        try {
          cluster.close();
        } catch (RuntimeException e) {
          if (first == null) {
            first = e;
          } else {
            first.addSuppressed(e);
          }
        }
      }
      if (first != null) {
        throw first;
      }
    }
  }
}
