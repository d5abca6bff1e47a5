package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.bench.raw.Images;
import dev.releaserecord.bench.raw.InFlight;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Workloads and records. The Deployments are paused and want no pods, unless pods are asked for:
 * the controllers then have next to nothing to do, and what is measured is not theirs.
 */
final class Load {

  /** Services of one record, unless other is said; nearly as many as it may have. */
  static final int SERVICES = 250;

  private static final int SECRET_BYTES = 1_000;

  private static final PatchContext JSON = PatchContext.of(PatchType.JSON);

  private final KubernetesClient client;
  private final String namespace;
  private final int services;

  Load(KubernetesClient client, String namespace) {
    this(client, namespace, SERVICES);
  }

  /**
   * @param services of one record
   */
  Load(KubernetesClient client, String namespace, int services) {
    this.client = client;
    this.namespace = namespace;
    this.services = services;
  }

  /**
   * Creates Deployments by number.
   *
   * @param variables in the environment of each: 3 make about 2 KB of JSON as the API server
   *     answers it, 55 about 10 KB
   */
  void deployments(int from, int to, int variables) throws InterruptedException {
    try (InFlight flight = new InFlight()) {
      flight.forEach(from, to, number -> client.resource(deployment(number, variables)).create());
    }
  }

  private Deployment deployment(int number, int variables) {
    String name = Images.name(number);
    Map<String, String> labels = Map.of("app", name);
    List<EnvVar> environment =
        IntStream.range(0, variables)
            .mapToObj(
                i ->
                    new EnvVar(
                        "SETTING_%02d".formatted(i),
                        "value-%04d-%02d-%s".formatted(number, i, "x".repeat(40)),
                        null))
            .toList();
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withPaused(true)
        .withReplicas(0)
        .withRevisionHistoryLimit(0)
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName(name)
        .withImage(Images.pinned(0, number))
        .withEnv(environment)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** Lets every Deployment have one pod. */
  void givePods(int from, int to) throws InterruptedException {
    String patch =
        "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":1},"
            + "{\"op\":\"replace\",\"path\":\"/spec/paused\",\"value\":false}]";
    try (InFlight flight = new InFlight()) {
      flight.forEach(from, to, number -> patch(number, patch));
    }
  }

  /** Creates Secrets of about 1 KiB that nothing refers to. */
  void secrets(int from, int to) throws InterruptedException {
    String value = "x".repeat(SECRET_BYTES);
    try (InFlight flight = new InFlight()) {
      flight.forEach(from, to, number -> client.resource(secret(number, value)).create());
    }
  }

  private Secret secret(int number, String value) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("of-nobody-%04d".formatted(number))
        .endMetadata()
        .addToStringData("VALUE", value)
        .build();
  }

  /** Creates pods that no workload owns. */
  void pods(int from, int to, IntFunction<String> name) throws InterruptedException {
    try (InFlight flight = new InFlight()) {
      flight.forEach(from, to, number -> client.resource(pod(name.apply(number), number)).create());
    }
  }

  private Pod pod(String name, int number) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName(name)
        .withImage(Images.pinned(0, number))
        .endContainer()
        .endSpec()
        .build();
  }

  /** An edit by somebody else: an image that no record declares. */
  void edit(int number, String image) {
    patch(
        number,
        "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\""
            + image
            + "\"}]");
  }

  private void patch(int number, String patch) {
    Deployment stub =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(Images.name(number))
            .endMetadata()
            .build();
    client.resource(stub).patch(JSON, patch);
  }

  /** A record of the services from number {@code record * services} on. */
  void record(int record, int round) {
    String body =
        """
        {"apiVersion":"releaserecord.dev/v1","kind":"ReleaseRecord",
         "metadata":{"name":"%s","namespace":"%s"},
         "spec":{"imagePrefix":"%s","settle":"1s","services":%s}}
        """
            .formatted(Images.record(record), namespace, Images.PREFIX, services(record, round));
    client
        .resource(client.getKubernetesSerialization().unmarshal(body, ReleaseRecord.class))
        .create();
  }

  /** Declares the digests of a round; returns when the API server has answered. */
  void declare(int record, int round) {
    ReleaseRecord stub = new ReleaseRecord();
    stub.getMetadata().setName(Images.record(record));
    stub.getMetadata().setNamespace(namespace);
    client
        .resource(stub)
        .patch(
            JSON,
            "[{\"op\":\"replace\",\"path\":\"/spec/services\",\"value\":"
                + services(record, round)
                + "}]");
  }

  private String services(int record, int round) {
    int first = record * services;
    return IntStream.range(first, first + services)
        .mapToObj(
            i ->
                "{\"name\":\"%s\",\"digest\":\"%s\"}"
                    .formatted(Images.name(i), Images.digest(round, i)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Waits until every record says Ready of what it declares now. */
  void awaitReady(int records) {
    for (int i = 0; i < records; i++) {
      String name = Images.record(i);
      await()
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> ready(name));
    }
  }

  private boolean ready(String name) {
    ReleaseRecord record =
        client.resources(ReleaseRecord.class).inNamespace(namespace).withName(name).get();
    Long generation = record.getMetadata().getGeneration();
    return record.getStatus() != null
        && record.getStatus().conditions().stream()
            .anyMatch(
                it ->
                    it.getType().equals("Ready")
                        && it.getStatus().equals("True")
                        && Objects.equals(it.getObservedGeneration(), generation));
  }
}
