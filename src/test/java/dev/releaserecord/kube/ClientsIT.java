package dev.releaserecord.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
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
