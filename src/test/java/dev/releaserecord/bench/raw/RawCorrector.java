package dev.releaserecord.bench.raw;

import dev.releaserecord.kube.Clients;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Sets an image back as soon as an informer tells of another one: all there is to it. */
public final class RawCorrector implements ResourceEventHandler<Deployment> {

  private static final PatchContext CONTEXT = PatchContext.of(PatchType.JSON);
  private static final String IMAGE = "/spec/template/spec/containers/0/image";

  private final Map<String, String> wanted = new ConcurrentHashMap<>();
  private final KubernetesClient client;

  private RawCorrector(KubernetesClient client) {
    this.client = client;
  }

  /** Arguments: kubeconfig, namespace. Whatever image is there at the start is to stay. */
  public static void main(String[] args) throws InterruptedException {
    var client = Clients.connect(Clients.config(Path.of(args[0]), null), "raw-corrector");
    client.apps().deployments().inNamespace(args[1]).inform(new RawCorrector(client));
    Lines.say("ready");
    new CountDownLatch(1).await();
  }

  @Override
  public void onAdd(Deployment added) {
    wanted.put(added.getMetadata().getName(), image(added));
  }

  @Override
  public void onUpdate(Deployment before, Deployment after) {
    String image = wanted.getOrDefault(after.getMetadata().getName(), "");
    if (!image(after).equals(image)) {
      var meta = after.getMetadata();
      var stub = new DeploymentBuilder().withNewMetadata().withNamespace(meta.getNamespace());
      String patch =
          "[{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\"%s\"},"
              + "{\"op\":\"test\",\"path\":\"%s\",\"value\":\"%s\"},"
              + "{\"op\":\"replace\",\"path\":\"%s\",\"value\":\"%s\"}]";
      client
          .resource(stub.withName(meta.getName()).endMetadata().build())
          .patch(CONTEXT, patch.formatted(meta.getUid(), IMAGE, image(after), IMAGE, image));
    }
  }

  @Override
  public void onDelete(Deployment gone, boolean unknown) {}

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }
}
