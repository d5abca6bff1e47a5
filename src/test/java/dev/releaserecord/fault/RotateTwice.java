package dev.releaserecord.fault;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.fault.proxy.Traffic.Place;
import java.time.Duration;

/** While the first restart of a rotation rolls, the Secret gets another value again. */
final class RotateTwice implements Scenario {

  private final Rotate rotate = new Rotate();

  @Override
  public String name() {
    return "rotate-twice";
  }

  /** Events in {@link Rotate}; a second restart comes only where pods had started in between. */
  @Override
  public boolean spoils(Place place) {
    boolean again = place.occurrence() > 1 && place.signature().contains(" deployments/");
    return rotate.spoils(place) && !again && !place.signature().endsWith(" events");
  }

  @Override
  public void prepare(Stage stage) {
    rotate.prepare(stage);
  }

  @Override
  public void act(Stage stage) {
    rotate.act(stage);
    await("a restart in " + stage.namespace())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                Rotate.SERVICES.stream()
                    .anyMatch(name -> !Rotate.restartedFor(stage, name).isEmpty()));
    Rotate.write(stage, "heron-lake-0003");
  }

  @Override
  public void assertReached(Stage stage) {
    rotate.assertReached(stage);
  }
}
