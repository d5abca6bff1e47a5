package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.loop.Manifests;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;

/** One of two services lacks a key of a Secret, which somebody writes once that is said. */
final class MendKey implements Scenario {

  private static final String RECORD = "core";
  private static final String SECRET = "db";
  static final String WITHOUT = "users";
  private static final List<String> SERVICES = List.of(WITHOUT, "certs");
  private static final int REPLICAS = 1;
  private static final int OCCURRENCES = 2;

  @Override
  public String name() {
    return "mend-key";
  }

  @Override
  public int occurrences() {
    return OCCURRENCES;
  }

  @Override
  public void prepare(Stage stage) {
    write(stage, "PASS: heron-lake-0001");
    for (String name : SERVICES) {
      stage.apply(
          Manifests.deployment(
              name,
              REPLICAS,
              """
              terminationGracePeriodSeconds: 0
              containers:
              - {name: %s, image: "%s", envFrom: [{secretRef: {name: %s}}]}
              """
                  .formatted(name, Manifests.PREFIX + "/" + name + ":1", SECRET)));
    }
    stage.awaitAvailable(SERVICES, REPLICAS);
  }

  private static void write(Stage stage, String data) {
    stage.apply(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: %s}\nstringData: {%s}\n"
            .formatted(SECRET, data));
  }

  @Override
  public void act(Stage stage) {
    stage.apply(
        Manifests.record(
            RECORD,
            """
            settle: 1s
            services:
            - {name: users, digest: "%1$s", secrets: [{name: db, keys: [PASS, SSLMODE]}]}
            - {name: certs, digest: "%1$s"}
            """
                .formatted(Manifests.digest("one"))));
    await("blocked in " + stage.namespace())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                stage
                    .live("releaserecords", RECORD)
                    .at("/status/services/0/cause")
                    .asText()
                    .equals("MissingSecretKey"));
    write(stage, "PASS: heron-lake-0001, SSLMODE: require");
  }

  /** As an operator would that does not look, for all that the recorder knows. */
  static void pin(Stage stage, String name) {
    stage
        .client()
        .apps()
        .deployments()
        .inNamespace(stage.namespace())
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"%s\"}]"
                .formatted(Manifests.image(name, "one")));
  }

  @Override
  public void assertReached(Stage stage) {
    stage.assertReady(RECORD);
    for (String name : SERVICES) {
      assertThat(stage.image(name)).isEqualTo(Manifests.image(name, "one"));
    }
  }
}
