package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.fault.proxy.FaultProxy;
import dev.releaserecord.fault.proxy.Traffic;
import dev.releaserecord.fault.proxy.Upstream;
import dev.releaserecord.kube.Clients;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A watch that ends while events come in is begun anew: it must not fall silent for ever. */
@ExtendWith(ClusterExtension.class)
class WatchCutIT {

  private static final int WATCHES = 12;
  private static final int CUTS = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final AtomicInteger news = new AtomicInteger();

  WatchCutIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.cluster = cluster;
    this.client = client;
    this.namespace = namespace.name();
  }

  @Test
  void everyWatchComesBack() throws InterruptedException {
    create("talk");
    create("seen");
    try (FaultProxy proxy = FaultProxy.open(Upstream.of(cluster.kubeconfig()), new Traffic(), 1);
        KubernetesClient cut = Clients.connect(config(proxy), "watch-cut");
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
      List<SharedIndexInformer<ConfigMap>> watches =
          Stream.generate(() -> watch(cut)).limit(WATCHES).toList();
      pace.scheduleWithFixedDelay(
          () -> write("talk", news.incrementAndGet()), 0, 10, TimeUnit.MILLISECONDS);
      for (int i = 1; i <= CUTS; i++) {
        int said = news.get();
        await().atMost(PATIENCE).until(() -> news.get() > said + 3);
        proxy.cutWatches();
        write("seen", i);
        String now = Integer.toString(i);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(watches).allMatch(watch -> sees(watch, now)));
      }
      pace.shutdownNow();
      assertThat(pace.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Config config(FaultProxy proxy) {
    Config config = Clients.config(proxy.kubeconfig(), null);
    config.setHttpProxy(null);
    config.setHttpsProxy(null);
    return config;
  }

  private SharedIndexInformer<ConfigMap> watch(KubernetesClient cut) {
    return cut.configMaps()
        .inNamespace(namespace)
        .runnableInformer(0)
        .exceptionHandler((_, _) -> true)
        .run();
  }

  private boolean sees(SharedIndexInformer<ConfigMap> watch, String value) {
    ConfigMap seen = watch.getIndexer().getByKey(namespace + "/seen");
    return seen != null && value.equals(Objects.requireNonNull(seen.getData()).get("value"));
  }

  private void create(String name) {
    client
        .configMaps()
        .inNamespace(namespace)
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData("value", "0")
                .build())
        .create();
  }

  private void write(String name, int value) {
    client
        .configMaps()
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"data\":{\"value\":\"%d\"}}".formatted(value));
  }
}
