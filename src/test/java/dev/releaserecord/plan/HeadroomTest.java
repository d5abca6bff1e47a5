package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Quota;
import dev.releaserecord.rollout.Quota.Room;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.Strategy.Demand;
import dev.releaserecord.rollout.Strategy.Surge;
import dev.releaserecord.rollout.VolumeClaim;
import dev.releaserecord.rollout.VolumeClaim.Access;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rollout that could never begin is warned of before. */
class HeadroomTest {

  private static final Replicas SERVING = new Replicas(1, 1, 1, 1, true);
  private static final Quota FULL =
      new Quota("team", List.of(), List.of(new Room("pods", 0), new Room("requests.cpu", 499)));

  private static Subject users(String image, String... claims) {
    Surge surge = new Surge(List.of(claims), new Demand(500, 0, 0, 0));
    return Subject.deployment("users")
        .container("users", image)
        .replicas(SERVING)
        .strategy(new Strategy(false, false, 0, false, surge));
  }

  private static List<ServicePlan.Warning> warnings(String more, Subject users) {
    return Scene.of(more + ONE).with(users).service("users").warnings();
  }

  @ParameterizedTest
  @CsvSource({
    "ReadWriteOnce, a new pod can only start on the node of the old one",
    "ReadWriteOncePod, a new pod cannot have it while an old one does",
  })
  void aVolumeThatCannotBeMountedTwice(Access access, String why) {
    Subject users =
        users(USERS, "data")
            .claim(new VolumeClaim("data", "Bound", "fast", access))
            .claim(new VolumeClaim("other", "Bound", "fast", Access.ReadWriteOncePod));

    assertThat(warnings("", users))
        .containsExactly(
            new ServicePlan.Warning(
                "SurgeDeadlock",
                "Deployment/users mounts PersistentVolumeClaim data ("
                    + access
                    + ") and its maxUnavailable comes to 0: "
                    + why
                    + ", which does not go first; set strategy.type to Recreate, or maxUnavailable"
                    + " to 1 and maxSurge to 0"));
  }

  @Test
  void oneThatManyMayMountIsNoTrouble() {
    assertThat(warnings("", users(USERS, "data").claim(new VolumeClaim("data", "Bound", ""))))
        .isEmpty();
  }

  @Test
  void aQuotaWithoutRoomForOneMorePodWhileSomethingIsToBePinned() {
    String hold = "hold: {reason: wait}\n";
    assertThat(warnings(hold, users("r.io/g/users:1").quota(FULL)))
        .containsExactly(
            new ServicePlan.Warning(
                "SurgeDeadlock",
                "Deployment/users needs one pod more while it rolls out (its maxUnavailable comes"
                    + " to 0), and ResourceQuota team has no room for it (pods, requests.cpu);"
                    + " raise the quota, or set maxUnavailable to 1 and maxSurge to 0"));

    Quota roomy =
        new Quota("team", List.of(), List.of(new Room("pods", 1_000), new Room("cpu", 500)));
    assertThat(warnings(hold, users("r.io/g/users:1").quota(roomy))).isEmpty();
    assertThat(warnings("", users(USERS).quota(FULL))).as("nothing to pin").isEmpty();
  }

  @Test
  void oldPodsThatServeNothingGoFirst() {
    Subject down = users("r.io/g/users:1").quota(FULL).replicas(new Replicas(1, 1, 1, 0, true));
    assertThat(warnings("", down)).isEmpty();
  }

  @Test
  void aStrategyThatLetsOldPodsGoFirstIsNoTrouble() {
    Subject users =
        Subject.deployment("users")
            .container("users", "r.io/g/users:1")
            .replicas(SERVING)
            .quota(FULL)
            .claim(new VolumeClaim("data", "Bound", "", Access.ReadWriteOncePod));
    assertThat(warnings("", users)).isEmpty();
  }
}
