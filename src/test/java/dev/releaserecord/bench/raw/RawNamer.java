package dev.releaserecord.bench.raw;

import dev.releaserecord.kube.Clients;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Writes into a record's status which pod waits for which reason, as soon as a watch tells of it:
 * all there is to it, without a thought about why.
 */
public final class RawNamer implements Watcher<Pod> {

  private static final PatchContext CONTEXT = PatchContext.of(PatchType.JSON_MERGE);

  private static final ResourceDefinitionContext RECORDS =
      new ResourceDefinitionContext.Builder()
          .withGroup("releaserecord.dev")
          .withVersion("v1")
          .withKind("ReleaseRecord")
          .withPlural("releaserecords")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final int services;
  private final Set<String> named = ConcurrentHashMap.newKeySet();

  private RawNamer(KubernetesClient client, int services) {
    this.client = client;
    this.services = services;
  }

  /** Arguments: kubeconfig, namespace, how many services a record has. */
  public static void main(String[] args) throws InterruptedException {
    var client = Clients.connect(Clients.config(Path.of(args[0]), null), "raw-namer");
    RawNamer namer = new RawNamer(client, Integer.parseInt(args[2]));
    client.pods().inNamespace(args[1]).watch(namer);
    Lines.say("ready");
    new CountDownLatch(1).await();
  }

  @Override
  public void eventReceived(Action action, Pod pod) {
    pod.getStatus().getContainerStatuses().stream()
        .map(status -> status.getState().getWaiting())
        .filter(waiting -> waiting != null && named.add(pod.getMetadata().getName()))
        .findFirst()
        .ifPresent(waiting -> name(pod, waiting));
  }

  private void name(Pod pod, ContainerStateWaiting waiting) {
    String service = pod.getMetadata().getLabels().getOrDefault("app", "");
    int record = Images.number(service) / services;
    GenericKubernetesResource stub = new GenericKubernetesResource();
    stub.setApiVersion("releaserecord.dev/v1");
    stub.setKind("ReleaseRecord");
    stub.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(pod.getMetadata().getNamespace())
            .withName(Images.record(record))
            .build());
    client
        .genericKubernetesResources(RECORDS)
        .resource(stub)
        .subresource("status")
        .patch(
            CONTEXT,
            "{\"status\":{\"summary\":\"%s: %s\"}}".formatted(service, waiting.getReason()));
  }

  @Override
  public void onClose(WatcherException cause) {
    throw new IllegalStateException("the watch ended", cause);
  }
}
