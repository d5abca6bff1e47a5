package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.fault.proxy.Traffic.Place;
import dev.releaserecord.loop.Manifests;
import java.util.List;

/**
 * A service is proven by a Job, twice: for one digest, and for the next. Of the two sets that are
 * recorded one is kept.
 */
final class CheckByJob implements Scenario {

  private static final String RECORD = "core";
  private static final String SERVICE = "users";
  private static final int REPLICAS = 1;

  /** What every run writes in the same order, and no other scenario. */
  private static final List<String> SPOILT =
      List.of(
          "POST jobs",
          "DELETE jobs",
          "PATCH releaserecords/core/status/check-ended",
          "DELETE controllerrevisions/core-");

  @Override
  public String name() {
    return "check-by-job";
  }

  @Override
  public boolean spoils(Place place) {
    return place.occurrence() == 1 && SPOILT.stream().anyMatch(place.signature()::startsWith);
  }

  @Override
  public void prepare(Stage stage) {
    String image = Manifests.PREFIX + "/" + SERVICE + ":1";
    stage.apply(
        Manifests.deployment(SERVICE, REPLICAS, Manifests.containers(SERVICE, image)),
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: smoke}
        spec:
          schedule: "0 0 1 1 *"
          suspend: true
          jobTemplate:
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  terminationGracePeriodSeconds: 0
                  containers: [{name: smoke, image: "%s/smoke:1"}]
        """
            .formatted(Manifests.PREFIX));
    stage.awaitAvailable(List.of(SERVICE), REPLICAS);
  }

  @Override
  public void act(Stage stage) {
    stage.apply(record("one"));
    GoBack.awaitRecorded(stage, RECORD, "one");
    stage.apply(record("two"));
  }

  private static String record(String word) {
    return Manifests.record(
        RECORD,
        """
        historyLimit: 1
        services:
        - name: %s
          digest: "%s"
          checks: [{name: smoke, timeout: 30s, job: {cronJob: smoke}}]
        """
            .formatted(SERVICE, Manifests.digest(word)));
  }

  @Override
  public void assertReached(Stage stage) {
    stage.assertReady(RECORD);
    assertThat(stage.image(SERVICE)).isEqualTo(Manifests.image(SERVICE, "two"));
    JsonNode status = stage.live("releaserecords", RECORD).path("status");
    assertThat(status.path("history")).as(status.toString()).hasSize(1);
    assertThat(status.at("/history/0/digestSet")).isEqualTo(status.path("digestSet"));
    assertThat(stage.standing("controllerrevisions")).hasSize(1);
    // One whose answer was told just before the operator died goes by itself, an hour later.
    assertThat(stage.standing("jobs"))
        .as("Jobs that run still")
        .allMatch(name -> stage.live("jobs", name).at("/status/completionTime").isTextual());
  }
}
