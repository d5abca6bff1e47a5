package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.loop.Manifests;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;

/** Three services run with what a Secret holds; then it holds something else. */
final class Rotate implements Scenario {

  static final List<String> SERVICES = List.of("users", "certs", "ingest");

  static final String RESTARTED_FOR = "releaserecord.dev/restarted-for";

  private static final String RECORD = "core";
  private static final String SECRET = "db";
  private static final int REPLICAS = 1;
  private static final int OCCURRENCES = 3;

  @Override
  public String name() {
    return "rotate";
  }

  @Override
  public int occurrences() {
    return OCCURRENCES;
  }

  @Override
  public void prepare(Stage stage) {
    write(stage, "heron-lake-0001");
    StringBuilder record =
        new StringBuilder("settle: 1s\nsecrets: [{name: %s}]\nservices:\n".formatted(SECRET));
    for (String name : SERVICES) {
      stage.apply(Manifests.deployment(name, REPLICAS, container(name)));
      record.append("- {name: %s, digest: \"%s\"}\n".formatted(name, Manifests.digest("one")));
    }
    stage.awaitAvailable(SERVICES, REPLICAS);
    stage.apply(Manifests.record(RECORD, record.toString()));
    stage.awaitAdopted(RECORD);
  }

  private static String container(String name) {
    return """
    terminationGracePeriodSeconds: 0
    containers:
    - name: %s
      image: "%s"
      envFrom: [{secretRef: {name: %s}}]
    """
        .formatted(name, Manifests.image(name, "one"), SECRET);
  }

  static void write(Stage stage, String password) {
    stage.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s}
        stringData: {PASS: %s}
        """
            .formatted(SECRET, password));
  }

  @Override
  public void act(Stage stage) {
    write(stage, "heron-lake-0002");
  }

  @Override
  public void assertReached(Stage stage) {
    stage.assertReady(RECORD);
    assertThat(SERVICES).allMatch(name -> !restartedFor(stage, name).isEmpty());
    assertThat(stage.olderThan("secrets", SECRET, "pods")).as("pods with the old value").isEmpty();
    JsonNode services = stage.live("releaserecords", RECORD).at("/status/services");
    assertThat(services).hasSize(SERVICES.size());
    for (JsonNode service : services) {
      assertThat(service.at("/phase").asText()).isEqualTo("Verified");
      assertThat(service.at("/secrets/0/resolved").asText()).isEqualTo(SECRET);
      assertThat(service.at("/secrets/0/stalePods").asInt()).as(service.toString()).isZero();
    }
  }

  static String restartedFor(Stage stage, String deployment) {
    return stage
        .live("deployments", deployment)
        .at("/spec/template/metadata/annotations")
        .path(RESTARTED_FOR)
        .asText();
  }

  /** As an operator would, for all that the recorder knows. */
  static void restart(Stage stage, String deployment, String value) {
    stage
        .client()
        .apps()
        .deployments()
        .inNamespace(stage.namespace())
        .withName(deployment)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}}}"
                .formatted(RESTARTED_FOR, value));
  }
}
