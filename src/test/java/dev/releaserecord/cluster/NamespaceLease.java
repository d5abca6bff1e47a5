package dev.releaserecord.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A namespace while a test needs it, and a client that stands in it. */
public final class NamespaceLease implements AutoCloseable {

  static final String LABEL = "app.kubernetes.io/managed-by";
  static final String OWNER = "release-operator-tests";
  private static final int SUFFIX = 6;

  private final KubernetesClient admin;
  private final TestNamespace namespace;
  private final KubernetesClient client;

  private NamespaceLease(Cluster cluster, TestNamespace namespace) {
    this.admin = cluster.client();
    this.namespace = namespace;
    Config config = Clients.config(cluster.kubeconfig());
    config.setHttpProxy(admin.getConfiguration().getHttpProxy());
    config.setHttpsProxy(admin.getConfiguration().getHttpsProxy());
    config.setNamespace(namespace.name());
    this.client = Clients.connect(config);
  }

  /** Makes a namespace, named after the class, and waits until pods can be made in it. */
  public static NamespaceLease take(Cluster cluster, Class<?> testClass) {
    TestNamespace namespace =
        TestNamespace.of(testClass, UUID.randomUUID().toString().substring(0, SUFFIX));
    KubernetesClient admin = cluster.client();
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace.name())
                .addToLabels(LABEL, OWNER)
                .endMetadata()
                .build())
        .create();
    await("the default service account of " + namespace.name())
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(60))
        .until(() -> defaultAccount(admin, namespace) != null);
    return new NamespaceLease(cluster, namespace);
  }

  private static @Nullable Object defaultAccount(KubernetesClient admin, TestNamespace namespace) {
    return admin.serviceAccounts().inNamespace(namespace.name()).withName("default").get();
  }

  public TestNamespace namespace() {
    return namespace;
  }

  public KubernetesClient client() {
    return client;
  }

  /** Asks for the deletion and does not wait: the cluster does the rest, or goes itself. */
  @Override
  public void close() {
    client.close();
    admin.namespaces().withName(namespace.name()).delete();
  }
}
