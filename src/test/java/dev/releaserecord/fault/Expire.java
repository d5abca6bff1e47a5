package dev.releaserecord.fault;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.fault.proxy.Traffic.Place;
import dev.releaserecord.fault.recorder.ApprovedFirst;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * An approval ends between two pins: the first service is pinned and stays so, the second one comes
 * when it is over, and waits for another. The user of this scenario holds a write up until the
 * approval has ended.
 */
final class Expire implements Scenario {

  private static final String RECORD = "core";
  private static final String FIRST = "first";

  /** The first one comes before any approval, as in {@link Approve}. */
  private static final Set<Integer> STATUSES = Set.of(2, 3, 4);

  private static final Duration LIFE = Duration.ofSeconds(2);

  /** The second pin would come when nobody can take it for one that was on its way at the end. */
  private static final Duration SETTLE = LIFE.plus(ApprovedFirst.MARGIN);

  private final Approve approve = new Approve();

  @Override
  public String name() {
    return "expire";
  }

  /** Events in {@link Approve}. */
  @Override
  public boolean spoils(Place place) {
    return place.signature().contains(" deployments/")
        ? place.occurrence() == 1
        : place.signature().endsWith("/status") && STATUSES.contains(place.occurrence());
  }

  @Override
  public void prepare(Stage stage) {
    approve.prepare(stage);
  }

  @Override
  public void act(Stage stage) {
    Approve.declare(stage, SETTLE);
    Approve.give(stage, FIRST, Instant.now().plus(LIFE));
    await("the end of the approval in " + stage.namespace())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> over(stage.live("releaserecords", RECORD).at("/status/services")));
    Approve.give(stage, "second", null);
  }

  /** When all has been done that could be: what is not pinned waits for another one. */
  static boolean over(JsonNode services) {
    return says(services.path(1), "AwaitingApproval")
        && (says(services.path(0), "Verified") || says(services.path(0), "AwaitingApproval"))
        && services.toString().contains(FIRST + " by alice does not count: it expired at");
  }

  private static boolean says(JsonNode service, String phase) {
    return service.path("phase").asText().equals(phase);
  }

  @Override
  public boolean hasUser() {
    return true;
  }

  /** Returns once what was given, if it was, has ended. */
  @Override
  public void edit(Stage stage) {
    awaitPast(stage, Duration.ZERO);
  }

  /** Returns when the approval has ended for so long; at once where it was not given. */
  static void awaitPast(Stage stage, Duration time) {
    JsonNode end = stage.live("releaseapprovals", FIRST).at("/spec/expires");
    if (end.isTextual()) {
      Instant past = Instant.parse(end.asText()).plus(time);
      await("the end of the approval, and " + time)
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> Instant.now().isAfter(past));
    }
  }

  /** One that has ended before it was given. */
  @Override
  public void scale(Stage stage) {
    if (stage.live("releaserecords", RECORD).at("/status/digestSet").isTextual()) {
      Approve.give(stage, "late", Instant.now().minus(LIFE));
    }
  }

  @Override
  public void assertReached(Stage stage) {
    approve.assertReached(stage);
  }
}
