package dev.releaserecord.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class ClientsIT {

  @Test
  void aPatchOfAWorkloadIsAnsweredWithItsMetadataAlone(
      KubernetesClient given, TestNamespace namespace) {
    try (KubernetesClient client = Clients.connect(given.getConfiguration(), "test")) {
      client.resource(deployment(namespace)).create();
      Deployment stub =
          new DeploymentBuilder()
              .withNewMetadata()
              .withName("users")
              .withNamespace(namespace.name())
              .endMetadata()
              .build();
      Deployment answer =
          client
              .resource(stub)
              .patch(
                  PatchContext.of(PatchType.JSON),
                  """
                  [{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"users:2"}]
                  """);
      assertThat(answer.getMetadata().getResourceVersion()).isNotEmpty();
      assertThat(answer.getMetadata().getGeneration()).isEqualTo(2);
      assertThat(answer.getSpec()).isNull();
      assertThat(client.resource(stub).get().getSpec().getTemplate().getSpec().getContainers())
          .singleElement()
          .satisfies(container -> assertThat(container.getImage()).isEqualTo("users:2"));
    }
  }

  /** Each attempt of the client asks, not only whoever called it. */
  @Test
  void whoMayNotWriteAnyMoreChangesNothing(KubernetesClient given, TestNamespace namespace) {
    Fence fence = new Fence();
    try (KubernetesClient client = Clients.connect(given.getConfiguration(), "test", fence)) {
      var configMaps = client.configMaps().inNamespace(namespace.name());
      ConfigMap one = configMap("one");
      configMaps.resource(one).create();
      fence.ask(() -> false);
      refused(() -> configMaps.resource(configMap("two")).create());
      refused(() -> configMaps.resource(one).update());
      refused(() -> configMaps.withName("one").patch("{\"data\": {\"a\": \"b\"}}"));
      refused(() -> configMaps.withName("one").delete());
      refused(() -> client.resource(deployment(namespace)).create());
      assertThat(configMaps.withName("one").get().getData()).isNullOrEmpty();
      assertThat(configMaps.withName("two").get()).isNull();

      var leases = client.leases().inNamespace(namespace.name());
      leases.resource(lease()).create();
      assertThat(leases.withName("held").get()).isNotNull();
      fence.ask(() -> true);
      configMaps.withName("one").delete();
      assertThat(configMaps.withName("one").get()).isNull();
    }
  }

  private static void refused(ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            it -> {
              assertThat(it.getCode()).isEqualTo(406);
              assertThat(ApiFailure.of(it)).isInstanceOf(ApiFailure.Unavailable.class);
            });
  }

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private static Lease lease() {
    return new LeaseBuilder().withNewMetadata().withName("held").endMetadata().build();
  }

  private static Deployment deployment(TestNamespace namespace) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("users")
        .withNamespace(namespace.name())
        .endMetadata()
        .withNewSpec()
        .withReplicas(0)
        .withNewSelector()
        .withMatchLabels(Map.of("app", "users"))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(Map.of("app", "users"))
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("users")
        .withImage("users:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
