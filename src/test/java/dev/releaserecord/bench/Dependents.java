package dev.releaserecord.bench;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.bench.raw.Images;
import dev.releaserecord.bench.raw.InFlight;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Secret, and Deployments of one pod each that take all of it.
 *
 * @param from number of the first Deployment
 * @param to number behind the last one
 */
record Dependents(KubernetesClient client, String namespace, String secret, int from, int to) {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  void create() throws InterruptedException {
    client.resource(secret(0)).create();
    try (InFlight flight = new InFlight()) {
      flight.forEach(from, to, number -> client.resource(deployment(number)).create());
    }
  }

  /** Creates a record of them, in the state that they have. */
  void record(int number) {
    String services =
        IntStream.range(from, to)
            .mapToObj(
                i ->
                    "{\"name\":\"%s\",\"digest\":\"%s\"}"
                        .formatted(Images.name(i), Images.digest(0, i)))
            .collect(Collectors.joining(",", "[", "]"));
    String body =
        """
        {"apiVersion":"releaserecord.dev/v1","kind":"ReleaseRecord",
         "metadata":{"name":"%s","namespace":"%s"},
         "spec":{"imagePrefix":"%s","settle":"0s","secrets":[{"name":"%s"}],"services":%s}}
        """
            .formatted(Images.record(number), namespace, Images.PREFIX, secret, services);
    client
        .resource(client.getKubernetesSerialization().unmarshal(body, ReleaseRecord.class))
        .create();
  }

  /** Writes another value into the Secret. */
  void rotate(int round) {
    Secret written = secret(round);
    client.resource(written).patch(MERGE, client.getKubernetesSerialization().asJson(written));
  }

  List<String> names() {
    return IntStream.range(from, to).mapToObj(Images::name).toList();
  }

  private Secret secret(int round) {
    byte[] password = "value-%08d".formatted(round).getBytes(StandardCharsets.UTF_8);
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(secret)
        .endMetadata()
        .withData(Map.of("PASSWORD", Base64.getEncoder().encodeToString(password)))
        .build();
  }

  /** The annotation is there so that both sides add theirs beside another. */
  private Deployment deployment(int number) {
    String body =
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"%1$s","namespace":"%2$s"},
         "spec":{"replicas":1,"revisionHistoryLimit":0,"selector":{"matchLabels":{"app":"%1$s"}},
          "template":{
           "metadata":{"labels":{"app":"%1$s"},"annotations":{"bench.example/part-of":"rotate"}},
           "spec":{"terminationGracePeriodSeconds":0,
            "containers":[
             {"name":"%1$s","image":"%3$s","envFrom":[{"secretRef":{"name":"%4$s"}}]}]}}}}
        """
            .formatted(Images.name(number), namespace, Images.pinned(0, number), secret);
    return client.getKubernetesSerialization().unmarshal(body, Deployment.class);
  }
}
