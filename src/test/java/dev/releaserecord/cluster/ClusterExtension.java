package dev.releaserecord.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class a client and a namespace of its own in the cluster of a kubeconfig. */
public final class ClusterExtension
    implements BeforeAllCallback, AfterAllCallback, ParameterResolver {

  private @Nullable KubernetesClient client;
  private TestNamespace namespace = new TestNamespace("");

  @Override
  public void beforeAll(ExtensionContext context) {
    String kubeconfig = System.getProperty("cluster.kubeconfig");
    if (kubeconfig == null) {
      throw new IllegalStateException("Run with -Dcluster.kubeconfig=FILE");
    }
    KubernetesClient made =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(new File(kubeconfig)))
            .build();
    client = made;
    String name =
        context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT)
            + "-"
            + UUID.randomUUID().toString().substring(0, 6);
    namespace = new TestNamespace(name);
    made.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    KubernetesClient made = client;
    if (made != null) {
      made.namespaces().withName(namespace.name()).delete();
      made.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KubernetesClient.class || type == TestNamespace.class;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestNamespace.class ? namespace : client;
  }
}
