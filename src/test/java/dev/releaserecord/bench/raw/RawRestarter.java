package dev.releaserecord.bench.raw;

import dev.releaserecord.kube.Clients;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Annotates the template of every Deployment that takes a Secret as soon as an informer tells that
 * its data changed, 16 in flight: all there is to it, without a look at how the first one does.
 */
public final class RawRestarter implements ResourceEventHandler<Secret> {

  /** What it writes into pod templates. */
  public static final String ANNOTATION = "bench.example/restarted-for";

  private static final PatchContext CONTEXT = PatchContext.of(PatchType.JSON);
  private static final String TEMPLATE = "/spec/template/metadata/annotations/";

  private final KubernetesClient client;
  private final SharedIndexInformer<Deployment> deployments;
  private final InFlight flight = new InFlight();

  private RawRestarter(KubernetesClient client, SharedIndexInformer<Deployment> deployments) {
    this.client = client;
    this.deployments = deployments;
  }

  /** Arguments: kubeconfig, namespace. */
  public static void main(String[] args) throws InterruptedException {
    var client = Clients.connect(Clients.config(Path.of(args[0]), null), "raw-restarter");
    var deployments = client.apps().deployments().inNamespace(args[1]).inform();
    client.secrets().inNamespace(args[1]).inform(new RawRestarter(client, deployments));
    Lines.say("ready");
    new CountDownLatch(1).await();
  }

  @Override
  public void onAdd(Secret added) {}

  @Override
  public void onUpdate(Secret before, Secret after) {
    if (after.getData().equals(before.getData())) {
      return;
    }
    String secret = after.getMetadata().getName();
    String version = after.getMetadata().getResourceVersion();
    List<Deployment> all =
        deployments.getStore().list().stream().filter(it -> takes(it, secret)).toList();
    try {
      flight.forEach(0, all.size(), i -> restart(all.get(i), version));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onDelete(Secret gone, boolean unknown) {}

  private static boolean takes(Deployment deployment, String secret) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
        .flatMap(container -> container.getEnvFrom().stream())
        .anyMatch(from -> from.getSecretRef().getName().equals(secret));
  }

  /** Operation by operation what the operator sends for the same restart. */
  private void restart(Deployment seen, String version) {
    var meta = seen.getMetadata();
    Map<String, String> notes = seen.getSpec().getTemplate().getMetadata().getAnnotations();
    String path = TEMPLATE + ANNOTATION.replace("/", "~1");
    String patch =
        "["
            + Images.operation("test", "/metadata/uid", meta.getUid())
            + ","
            + Images.operation("test", "/metadata/resourceVersion", meta.getResourceVersion())
            + ","
            + Images.operation("test", path, notes.getOrDefault(ANNOTATION, ""))
            + ","
            + Images.operation("add", path, version)
            + "]";
    var stub = new DeploymentBuilder().withNewMetadata().withNamespace(meta.getNamespace());
    client.resource(stub.withName(meta.getName()).endMetadata().build()).patch(CONTEXT, patch);
  }
}
