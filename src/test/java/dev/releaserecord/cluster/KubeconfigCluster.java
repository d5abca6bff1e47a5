package dev.releaserecord.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster that a kubeconfig leads to, with an administrator's rights: whatever is there, or K3s
 * in a container. Other users are played by impersonation.
 */
final class KubeconfigCluster implements RunningCluster {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Flavour flavour;
  private final Path kubeconfig;
  private final Optional<Runnable> end;
  private final Clients clients = new Clients();

  /**
   * A cluster.
   *
   * @param end ends it after the run, if it is ours to end
   */
  KubeconfigCluster(Flavour flavour, Path kubeconfig, Optional<Runnable> end) {
    this.flavour = flavour;
    this.kubeconfig = kubeconfig.toAbsolutePath();
    this.end = end;
  }

  @Override
  public Flavour flavour() {
    return flavour;
  }

  @Override
  public boolean staysUp() {
    return end.isEmpty();
  }

  @Override
  public KubernetesClient client() {
    return clients.of("", _ -> Clients.config(kubeconfig));
  }

  @Override
  public KubernetesClient clientFor(String user, String... groups) {
    return clients.of(user + " " + String.join(" ", groups), _ -> impersonating(user, groups));
  }

  private Config impersonating(String user, String... groups) {
    Config config = Clients.config(kubeconfig);
    config.setImpersonateUsername(user);
    config.setImpersonateGroups(groups);
    return config;
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public Path kubeconfigFor(String user, String... groups) {
    throw new UnsupportedOperationException(
        "the flavour " + flavour.word() + " signs no certificates: use clientFor");
  }

  @Override
  public CommandResult kubectl(Map<String, String> environment, String... arguments) {
    List<String> words = new ArrayList<>(List.of("kubectl"));
    words.addAll(List.of(arguments));
    return new Command(words, PATIENCE).upon(kubeconfig, environment).run();
  }

  @Override
  public Optional<Path> auditLog() {
    return Optional.empty();
  }

  @Override
  public String image(String repository, String seed) {
    throw new UnsupportedOperationException(
        "the flavour " + flavour.word() + " has no registry: annotate the class @NeedsNode");
  }

  @Override
  public String postgresImage(String repository, String seed) {
    return image(repository, seed);
  }

  @Override
  public void close() {
    clients.close();
    end.ifPresent(Runnable::run);
  }
}
