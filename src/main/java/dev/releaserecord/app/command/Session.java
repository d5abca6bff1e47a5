package dev.releaserecord.app.command;

import dev.releaserecord.app.command.ClusterOptions.ClusterSettings;
import dev.releaserecord.kube.Clients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** What one command asks of one namespace: connected before, closed after. */
public final class Session {

  private Session() {}

  /** What is asked. Throws what the client throws. */
  @FunctionalInterface
  public interface Question<T> {
    T ask(KubernetesClient client, String namespace) throws InterruptedException;
  }

  /**
   * @throws UsageException if the cluster cannot be used, or several namespaces are named
   */
  public static <T> T with(ClusterSettings settings, Question<T> question)
      throws InterruptedException {
    Config config = config(settings);
    List<String> namespaces = Namespaces.watched(settings, config);
    if (namespaces.size() > 1) {
      throw new UsageException(
          "--namespace: this command works in one; name one of %s."
              .formatted(String.join(", ", namespaces)));
    }
    try (KubernetesClient client = Clients.connect(config, Version.current())) {
      return question.ask(client, namespaces.getFirst());
    } catch (UsageException e) {
      throw e;
    } catch (RuntimeException e) {
      throw told(e, config);
    }
  }

  /**
   * Finds the cluster.
   *
   * @throws UsageException if it is not to be found
   */
  public static Config config(ClusterSettings cluster) {
    try {
      return Clients.config(cluster.kubeconfig(), cluster.context());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** As a sentence, if it comes from the cluster. */
  public static RuntimeException told(RuntimeException e, Config config) {
    return ClusterTrouble.sentence(e, config.getMasterUrl())
        .<RuntimeException>map(UsageException::new)
        .orElse(e);
  }
}
