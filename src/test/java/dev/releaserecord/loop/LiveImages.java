package dev.releaserecord.loop;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.AppsAPIGroupDSL;
import java.util.stream.Stream;

/** The images that the pod templates of a namespace name now. */
record LiveImages(KubernetesClient client, String namespace) {

  /** That of a container, init containers included. */
  String of(String kind, String name, String container) {
    PodSpec spec = template(kind, name).getSpec();
    return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
        .filter(it -> it.getName().equals(container))
        .map(Container::getImage)
        .findFirst()
        .orElseThrow();
  }

  private PodTemplateSpec template(String kind, String name) {
    AppsAPIGroupDSL apps = client.apps();
    return switch (kind) {
      case "Deployment" ->
          apps.deployments().inNamespace(namespace).withName(name).get().getSpec().getTemplate();
      case "StatefulSet" ->
          apps.statefulSets().inNamespace(namespace).withName(name).get().getSpec().getTemplate();
      case "DaemonSet" ->
          apps.daemonSets().inNamespace(namespace).withName(name).get().getSpec().getTemplate();
      case "CronJob" ->
          client
              .batch()
              .v1()
              .cronjobs()
              .inNamespace(namespace)
              .withName(name)
              .get()
              .getSpec()
              .getJobTemplate()
              .getSpec()
              .getTemplate();
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
