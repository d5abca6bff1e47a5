package dev.releaserecord.bench.raw;

import dev.releaserecord.bench.raw.Images.Held;
import dev.releaserecord.kube.Clients;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Pins by hand: for every line {@code round from to} it patches these workloads, 16 in flight, the
 * lines side by side. With {@code informer} it keeps a live informer on them, as an operator must.
 */
public final class RawLoop {

  private static final PatchContext CONTEXT =
      new PatchContext.Builder().withPatchType(PatchType.JSON).withFieldManager("raw").build();

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final InFlight flight = new InFlight();

  private RawLoop(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Arguments: kubeconfig, namespace, {@code informer} or {@code bare}. */
  public static void main(String[] args) throws Exception {
    KubernetesClient client =
        Clients.connect(Clients.config(Path.of(args[0]), null), "raw-" + args[2]);
    RawLoop loop = new RawLoop(client, args[1]);
    if (args[2].equals("informer")) {
      client.apps().deployments().inNamespace(args[1]).inform(new Ignoring());
    }
    loop.look();
    Lines.say("ready");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    @Nullable String line;
    while ((line = in.readLine()) != null) {
      String[] words = line.split(" ", -1);
      Thread.ofVirtual()
          .start(
              () ->
                  loop.pin(
                      Integer.parseInt(words[0]),
                      Integer.parseInt(words[1]),
                      Integer.parseInt(words[2])));
    }
  }

  private void look() {
    client.apps().deployments().inNamespace(namespace).list().getItems().forEach(this::look);
  }

  private void look(Deployment deployment) {
    held.put(
        deployment.getMetadata().getName(),
        new Held(
            deployment.getMetadata().getUid(),
            deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage(),
            deployment.getMetadata().getLabels().getOrDefault("releaserecord.dev/set", "")));
  }

  private void pin(int round, int from, int to) {
    try {
      flight.forEach(from, to, number -> pin(round, number));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pin(int round, int number) {
    String name = Images.name(number);
    Held before = held.get(name);
    if (before == null) {
      throw new IllegalStateException("there is no " + name);
    }
    String image = Images.pinned(round, number);
    String patch = Images.patch(number, before, image, Images.set(round));
    Deployment stub =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .build();
    client.resource(stub).patch(CONTEXT, patch);
    held.put(name, new Held(before.uid(), image, Images.set(round)));
  }

  private static final class Ignoring implements ResourceEventHandler<Deployment> {
    @Override
    public void onAdd(Deployment added) {}

    @Override
    public void onUpdate(Deployment before, Deployment after) {}

    @Override
    public void onDelete(Deployment gone, boolean unknown) {}
  }
}
