package dev.releaserecord.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The clients of one cluster, made when first asked for. */
final class Clients implements AutoCloseable {

  private final Map<String, KubernetesClient> open = new ConcurrentHashMap<>();

  KubernetesClient of(String identity, Function<String, Config> config) {
    return open.computeIfAbsent(identity, name -> connect(config.apply(name)));
  }

  /** A configuration that keeps its file, so that a test can hand it to a program. */
  static Config config(Path kubeconfig) {
    return Config.fromKubeconfig(kubeconfig.toFile());
  }

  /** For a cluster of this machine: a proxy could not reach it. */
  static Config localConfig(Path kubeconfig) {
    Config config = config(kubeconfig);
    config.setHttpProxy(null);
    config.setHttpsProxy(null);
    return config;
  }

  static KubernetesClient connect(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Override
  public void close() {
    open.values().forEach(KubernetesClient::close);
    open.clear();
  }
}
