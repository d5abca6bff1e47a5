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
 * A release fails its check, and somebody rolls the workload back by hand to what was verified
 * before: it stays there, whoever looks.
 */
final class UndoByHand implements Scenario {

  private static final String RECORD = "core";
  private static final String USERS = "users";

  /** That it was undone is told once, and forgotten by nobody. */
  private static final Set<Place> SPOILT =
      Set.of(
          new Place("PATCH releaserecords/core/status/undone", 1),
          new Place("PATCH deployments/users", 2));

  @Override
  public String name() {
    return "undo-by-hand";
  }

  @Override
  public boolean spoils(Place place) {
    return SPOILT.contains(place);
  }

  @Override
  public void prepare(Stage stage) {
    String image = Manifests.PREFIX + "/users:1";
    stage.apply(Manifests.deployment(USERS, 1, Manifests.containers(USERS, image)));
    stage.awaitAvailable(List.of(USERS), 1);
  }

  @Override
  public void act(Stage stage) {
    stage.apply(record(stage, "one", OldHand.VERSION));
    GoBack.awaitRecorded(stage, RECORD, "one");
    stage.apply(record(stage, "two", "2"));
    await("the check of two failed in " + stage.namespace())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> service(stage).path("phase").asText().equals("Failed"));
    stage.setImage(USERS, Manifests.image(USERS, "one"));
  }

  private static String record(Stage stage, String word, String version) {
    return Manifests.record(
        RECORD,
        """
        services:
        - name: users
          version: "%2$s"
          digest: "%1$s"
          checks:
          - name: version
            timeout: 1s
            http: {url: "%3$s", expect: {version: {header: %4$s}}}
        """
            .formatted(Manifests.digest(word), version, stage.oldHand(), OldHand.HEADER));
  }

  private static JsonNode service(Stage stage) {
    return stage.live("releaserecords", RECORD).at("/status/services/0");
  }

  @Override
  public void assertReached(Stage stage) {
    assertThat(stage.image(USERS)).isEqualTo(Manifests.image(USERS, "one"));
    assertThat(service(stage).path("phase").asText())
        .as(service(stage).toString())
        .isEqualTo("RolledBack");
    assertThat(service(stage).path("cause").asText()).isEqualTo("UndoneByHand");
  }
}
