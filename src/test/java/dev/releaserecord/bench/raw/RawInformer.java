package dev.releaserecord.bench.raw;

import dev.releaserecord.kube.Clients;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Holds an informer on the Deployments of a namespace and says when it is in sync. */
public final class RawInformer {

  private RawInformer() {}

  /** Arguments: kubeconfig, namespace. */
  public static void main(String[] args) throws InterruptedException {
    var client = Clients.connect(Clients.config(Path.of(args[0]), null), "raw-informer");
    var informer =
        client
            .apps()
            .deployments()
            .inNamespace(args[1])
            .withLimit(200L)
            .runnableInformer(0)
            .removeNamespaceIndex();
    informer.start().toCompletableFuture().join();
    Lines.say("ready");
    new CountDownLatch(1).await();
  }
}
