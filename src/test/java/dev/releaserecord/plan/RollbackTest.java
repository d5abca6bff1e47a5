package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.USERS;
import static dev.releaserecord.plan.Gobee.pinned;
import static dev.releaserecord.plan.Releases.FIRST;
import static dev.releaserecord.plan.Releases.IMAGE_B;
import static dev.releaserecord.plan.Releases.NEXT;
import static dev.releaserecord.plan.Releases.S1;
import static dev.releaserecord.plan.Releases.S2;
import static dev.releaserecord.plan.Releases.SECOND;
import static dev.releaserecord.plan.Releases.history;
import static dev.releaserecord.plan.Releases.images;
import static dev.releaserecord.plan.Releases.users;
import static dev.releaserecord.plan.Releases.verified;
import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.RollbackStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.event.EventProjector;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What fails gives way to what was verified, once. */
class RollbackTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ROLLBACK = "onFailure: Rollback\n";

  /** Verified on A, then B is declared, pinned, and does not get ready in time. */
  private static Scene failing(String head, History history) {
    Scene scene = Scene.of(head + ONE).history(history).with(pinned(Duration.ofHours(1)));
    scene.pass();
    scene.later(MINUTE).spec(head + NEXT);
    scene.pass();
    scene.with(users(IMAGE_B).pinnedTo(S2)).pass();
    scene.later(Duration.ofMinutes(11)).with(users(IMAGE_B).pinnedTo(S2));
    return scene;
  }

  @Test
  void whatFailsGivesWayOnceItStandsInTheStatus() {
    Scene scene = failing(ROLLBACK, history(FIRST));
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Stuck.class);
    assertThat(images(scene)).isEmpty();
    scene.pass();
    RollbackStatus rollback = Objects.requireNonNull(scene.status().rollback());
    assertThat(rollback.from()).isEqualTo(S2);
    assertThat(rollback.to()).isEqualTo(S1);
    assertThat(rollback.reason()).startsWith("users: ").contains("progressDeadline");
    assertThat(scene.status().enforcedSet()).isEqualTo(S1);
    assertThat(scene.status().digestSet()).isEqualTo(S2);

    scene.recorded(false);
    assertThat(images(scene)).isEmpty();
    assertThat(scene.plan().recheckAt()).contains(scene.at().plusMillis(100));
    scene.recorded(true);
    assertThat(images(scene)).containsExactly(USERS);
    assertThat(scene.plan().work().pins()).extracting(Pin::set).containsExactly(Release.label(S1));
    assertThat(scene.plan().work().pins()).noneMatch(Pin::correctsDrift);
  }

  /** It has gone back, and is well. */
  private static Scene back() {
    Scene scene = failing(ROLLBACK, history(FIRST));
    scene.pass();
    scene.pass();
    scene.later(MINUTE).with(pinned(MINUTE).pinnedTo(S1));
    scene.pass();
    return scene;
  }

  @Test
  void afterwardsItIsRolledBackAndSaysWhatToCommit() {
    Scene scene = back();
    var users = scene.status().services().getFirst();
    assertThat(users.phase()).isEqualTo(Phase.RolledBack);
    assertThat(users.image()).isEqualTo(USERS);
    assertThat(users.message()).contains(S1, "into Git");
    assertThat(Conditions.find(scene.status().conditions(), ConditionType.Ready))
        .hasValueSatisfying(
            ready -> {
              assertThat(ready.getStatus()).isEqualTo("False");
              assertThat(ready.getReason()).isEqualTo("RolledBack");
            });
    assertThat(scene.status().enforcedSet()).isEqualTo(S1);
    var before = scene.status();
    scene.later(MINUTE).pass();
    assertThat(scene.status()).as("a steady state").isEqualTo(before);
  }

  private static final String SHAPE_1 = "0000000000000001";

  private static VerifiedSet standingOn(VerifiedSet set, String shape) {
    VerifiedSet.Footing footing = new VerifiedSet.Footing(Gobee.USERS_KEY, shape, null);
    VerifiedSet.Member member = set.members().getFirst();
    return new VerifiedSet(
        set.keeping(),
        set.digestSet(),
        set.verifiedAt(),
        set.approvedBy(),
        set.content(),
        List.of(
            new VerifiedSet.Member(
                member.service(), member.image(), member.digest(), "1", List.of(footing))));
  }

  private static String toldAfterwards(String then, long now) {
    Scene scene = failing(ROLLBACK, history(standingOn(FIRST, then)));
    scene.with(users(IMAGE_B).pinnedTo(S2).shape(now)).pass();
    scene.pass();
    scene.later(MINUTE).with(pinned(MINUTE).pinnedTo(S1).shape(now)).pass();
    assertThat(scene.state("users")).isInstanceOf(ServiceState.RolledBack.class);
    return String.valueOf(scene.status().services().getFirst().message());
  }

  @Test
  void aTemplateThatHasChangedSinceIsTold() {
    assertThat(toldAfterwards(SHAPE_1, 2))
        .contains("since that was verified, the pod template of Deployment/users is another; ");
    assertThat(toldAfterwards(SHAPE_1, 1)).doesNotContain("since that was verified");
    assertThat(toldAfterwards(SHAPE_1, 0)).as("unknown").doesNotContain("since that was verified");
  }

  @Test
  void aTemplateThatHasChangedSinceIsToldBeforehand() {
    Scene scene = failing(ROLLBACK, history(standingOn(FIRST, SHAPE_1)));
    scene.with(users(IMAGE_B).pinnedTo(S2).shape(2));
    Outcome outcome = scene.pass();
    assertThat(outcome.plan().begun()).isNotNull();
    assertThat(EventProjector.between(outcome, scene.status()))
        .filteredOn(it -> it.reason().equals("RolledBack"))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.note())
                    .contains("since that was verified, the pod template of Deployment/users"));
  }

  @Test
  void aCheckOfTheVersionAsksForThatOfTheSet() {
    String spec =
        """
        imagePrefix: r.io/g
        services:
        - name: users
          version: "%s"
          digest: "%s"
          checks: [{name: version, http: {url: "http://users/", expect: {version: {header: X}}}}]
        """;
    Release failed = Scene.of(spec.formatted("2", B)).observe().release();
    Release first = Scene.of(spec.formatted("1", A)).observe().release();
    assertThat(failed.running(standingOn(FIRST, SHAPE_1)).services().getFirst().rules().checks())
        .isEqualTo(first.services().getFirst().rules().checks());
  }

  @Test
  void driftIsMeasuredAgainstWhatItWentBackTo() {
    Scene scene = back();
    scene.with(users("r.io/g/users:by-hand").pinnedTo(S1));
    assertThat(images(scene)).containsExactly(USERS);
    assertThat(scene.plan().work().pins()).allMatch(Pin::correctsDrift);
  }

  @Test
  void whatItWentBackToIsNeverTakenBack() {
    Scene scene = back();
    scene.history(
        history(FIRST, verified(NEXT.replace(B, "sha256:" + "c".repeat(64)), B, 0, "users")));
    scene.with(users(USERS).pinnedTo(S1)).pass();
    scene.later(Duration.ofMinutes(30)).with(users(USERS).pinnedTo(S1));
    assertThat(scene.plan().begun()).isNull();
    scene.pass();
    assertThat(scene.status().enforcedSet()).isEqualTo(S1);
  }

  @Test
  void anotherSetEndsItAndSoDoesARetry() {
    String c = "sha256:" + "c".repeat(64);
    Scene other = back().spec(ROLLBACK + ONE.replace(A, c));
    assertThat(images(other)).containsExactly("r.io/g/users@" + c);
    other.pass();
    assertThat(other.status().rollback()).isNull();

    Scene retried = back().retry("again");
    assertThat(images(retried)).containsExactly(IMAGE_B);
    retried.pass();
    assertThat(retried.status().rollback()).isNull();
    assertThat(retried.status().enforcedSet()).isEqualTo(S2);
  }

  @Test
  void whatWasVerifiedIsNotTakenBackNorWhatIsHeldNorWithoutBeingAsked() {
    assertThat(failing(ROLLBACK, history(FIRST, SECOND)).plan().begun()).isNull();
    assertThat(failing("", history(FIRST)).plan().begun()).isNull();
    Scene held = failing(ROLLBACK, history(FIRST)).spec(ROLLBACK + "hold: {reason: r}\n" + NEXT);
    assertThat(held.plan().begun()).isNull();
  }

  @Test
  void withNothingToGoBackToItIsStalled() {
    Stream.of(history(), new History(false, List.of()))
        .forEach(
            history -> {
              Scene scene = failing(ROLLBACK, history);
              assertThat(scene.plan().begun()).isNull();
              assertThat(Objects.requireNonNull(scene.service("users").stall()).reason())
                  .isEqualTo(StallReason.RollbackImpossible);
            });
    Scene refused = failing("refuse: [\"" + S1 + "\"]\n" + ROLLBACK, history(FIRST));
    assertThat(Objects.requireNonNull(refused.service("users").stall()).message())
        .contains("no other digest set");
  }

  @Test
  void theWholeSetGoesBackInReverseOrder() {
    String two =
        """
        imagePrefix: r.io/g
        onFailure: Rollback
        services:
        - {name: users, digest: "%s"}
        - {name: certs, digest: "%s", after: [users]}
        """;
    String old = two.formatted(A, A);
    Scene scene =
        Scene.of(old)
            .history(history(verified(old, A, 1, "users", "certs")))
            .with(pinned(Duration.ofHours(1)))
            .with(certs(A).steadyFor(Duration.ofHours(1)));
    scene.pass();
    scene.later(MINUTE).spec(two.formatted(B, B));
    scene.with(users(IMAGE_B).steadyFor(MINUTE)).with(certs(B)).pass();
    scene.later(Duration.ofMinutes(11)).with(users(IMAGE_B).steadyFor(MINUTE)).with(certs(B));
    scene.pass();
    assertThat(scene.status().rollback()).isNotNull();
    assertThat(images(scene)).containsExactly("r.io/g/certs@" + A);
    assertThat(scene.state("users").message()).contains("certs has gone back");
    scene.pass();
    scene.with(certs(A).steadyFor(MINUTE));
    assertThat(images(scene)).containsExactly(USERS);
  }

  private static Subject certs(String digest) {
    return deployment("certs").container("certs", "r.io/g/certs@" + digest);
  }
}
