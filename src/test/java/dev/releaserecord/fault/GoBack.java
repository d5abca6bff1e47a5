package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.fault.proxy.Traffic.Place;
import dev.releaserecord.loop.Manifests;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Two services are verified and recorded; the next release of them fails its check, and gives way
 * to what was recorded.
 */
final class GoBack implements Scenario {

  private static final String RECORD = "core";
  private static final int REPLICAS = 1;
  private static final List<String> SERVICES = List.of("users", "certs");

  /** The third pin of a workload is that of the rollback. */
  private static final Set<Place> SPOILT =
      Set.of(
          new Place(RECORDS, 1),
          new Place("PATCH releaserecords/core/status/rollback", 1),
          new Place("PATCH deployments/users", 2),
          new Place("PATCH deployments/users", 3));

  @Override
  public String name() {
    return "go-back";
  }

  @Override
  public boolean spoils(Place place) {
    return SPOILT.contains(place);
  }

  @Override
  public void prepare(Stage stage) {
    for (String name : SERVICES) {
      String image = Manifests.PREFIX + "/" + name + ":1";
      stage.apply(Manifests.deployment(name, REPLICAS, Manifests.containers(name, image)));
    }
    stage.awaitAvailable(SERVICES, REPLICAS);
  }

  @Override
  public void act(Stage stage) {
    stage.apply(record(stage, "one", OldHand.VERSION));
    awaitRecorded(stage, RECORD, "one");
    stage.apply(record(stage, "two", "2"));
  }

  private static String record(Stage stage, String word, String version) {
    return Manifests.record(
        RECORD,
        """
        onFailure: Rollback
        services:
        - name: users
          version: "%2$s"
          digest: "%1$s"
          checks:
          - name: version
            timeout: 1s
            http: {url: "%3$s", expect: {version: {header: %4$s}}}
        - {name: certs, version: "%2$s", digest: "%1$s"}
        """
            .formatted(Manifests.digest(word), version, stage.oldHand(), OldHand.HEADER));
  }

  /** Ready is said of a set that is written down: before that there is nothing to go back to. */
  static void awaitRecorded(Stage stage, String record, String word) {
    await(word + " recorded in " + stage.namespace())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              JsonNode status = stage.live("releaserecords", record).path("status");
              return status.at("/history/0/digestSet").isTextual()
                  && status.at("/history/0/digestSet").equals(status.path("digestSet"))
                  && status.at("/services/0/phase").asText().equals("Verified");
            });
  }

  @Override
  public void assertReached(Stage stage) {
    JsonNode status = stage.live("releaserecords", RECORD).path("status");
    assertThat(status.at("/rollback/from").asText())
        .as(status.toString())
        .isNotEmpty()
        .isEqualTo(status.path("digestSet").asText());
    assertThat(status.at("/rollback/to").asText())
        .isEqualTo(status.path("enforcedSet").asText())
        .isEqualTo(status.at("/history/0/digestSet").asText());
    for (JsonNode service : status.path("services")) {
      assertThat(service.path("phase").asText()).as(status.toString()).isEqualTo("RolledBack");
    }
    for (String name : SERVICES) {
      assertThat(stage.image(name)).isEqualTo(Manifests.image(name, "one"));
    }
  }
}
