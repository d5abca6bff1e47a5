package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.USERS_KEY;
import static dev.releaserecord.plan.Gobee.pinned;
import static dev.releaserecord.plan.SecretScenes.BOTH;
import static dev.releaserecord.plan.SecretScenes.LIST;
import static dev.releaserecord.plan.SecretScenes.both;
import static dev.releaserecord.plan.SecretScenes.find;
import static dev.releaserecord.plan.SecretScenes.from;
import static dev.releaserecord.plan.SecretScenes.old;
import static dev.releaserecord.plan.SecretScenes.pins;
import static dev.releaserecord.plan.SecretScenes.table;
import static dev.releaserecord.plan.SecretScenes.verified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.KeyFacts;
import dev.releaserecord.secret.fact.ObjectFacts;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of Secrets: in the condition, in the table, and as warnings. */
class SecretTellingTest {

  @Test
  void theTableAndTheConditionSayIt() {
    Scene scene = both().secret("users-rds", "PORT");

    assertThat(verified(scene))
        .returns("False", Condition::getStatus)
        .returns("NotAllSecretsFit", Condition::getReason)
        .extracting(Condition::getMessage)
        .asString()
        .startsWith("not as needed: users. users: Secret users-rds has no keys HOST, SSLMODE,");
    assertThat(table(scene))
        .containsExactly(
            new SecretStatus(
                "users-rds", "users-rds", List.of("HOST", "SSLMODE"), List.of(), null, 0));

    scene.secret("users-rds", "HOST", "PORT", "SSLMODE");
    assertThat(verified(scene)).returns("True", Condition::getStatus);
    assertThat(table(scene))
        .containsExactly(
            new SecretStatus("users-rds", "users-rds", List.of(), List.of(), scene.at(), 0));
  }

  @Test
  void aPinnedServiceWhoseSecretBreaksKeepsItsPhaseAndTheConditionTells() {
    Scene scene =
        Scene.of(ONE)
            .with(pinned(Duration.ofHours(1)).refers(from("users", "creds")))
            .secret("creds", "A");
    assertThat(verified(scene)).returns("True", Condition::getStatus);
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Verified.class);

    scene.withoutSecret("creds");
    assertThat(verified(scene)).returns("False", Condition::getStatus);
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Verified.class);
    assertThat(Conditions.isTrue(scene.status().conditions(), ConditionType.Ready)).isTrue();
  }

  @Test
  void withoutTheRightAndWithoutRulesTheConditionNamesIt() {
    Scene scene =
        Scene.of(ONE)
            .with(old("users").refers(from("users", "creds")))
            .unreadableSecret("creds", LIST);

    assertThat(pins(scene)).containsExactly("users");
    assertThat(verified(scene))
        .returns("Unknown", Condition::getStatus)
        .returns("not known: " + LIST, Condition::getMessage);
  }

  @Test
  void aServiceWhoseTemplateCannotBeSeenIsNotJudged() {
    Scene scene = both().without(USERS_KEY).secret("users-rds", "HOST");

    assertThat(verified(scene))
        .returns("Unknown", Condition::getStatus)
        .returns("not known of users: not all of its workloads can be seen", Condition::getMessage);
    assertThat(table(scene)).isEmpty();
  }

  @Test
  void theGenerationThatTheTemplateNamesCountsAndPodsBehindAreSaid() {
    Scene scene =
        Scene.of(BOTH)
            .with(
                old("users")
                    .refers(from("users", "users-rds-2222222222"))
                    .pod("r.io/g/users:1", "", Instant.EPOCH)
                    .refers(from("users", "users-rds-7f9k2htb5m")))
            .with(old("certs"))
            .secret("users-rds-2222222222", "HOST")
            .secret("users-rds-7f9k2htb5m", "HOST", "PORT", "SSLMODE");
    assertThat(pins(scene)).contains("users");
    scene.pass();
    assertThat(table(scene))
        .containsExactly(
            new SecretStatus("users-rds", "users-rds-7f9k2htb5m", List.of(), List.of(), null, 1));
  }

  @Test
  void nothingIsSaidWhereNothingIsNeeded() {
    assertThat(find(Scene.of(ONE).with(old("users")))).isEmpty();
  }

  @Test
  void aSecretOfTheRecordThatNobodyUsesIsSaid() {
    Scene scene = Scene.of("secrets: [{name: stale, keys: [A]}]\n" + ONE).with(old("users"));

    assertThat(pins(scene)).containsExactly("users");
    assertThat(verified(scene))
        .returns("True", Condition::getStatus)
        .extracting(Condition::getMessage)
        .asString()
        .contains("no pod template refers to Secret stale");
  }

  @Test
  void aValueThatLooksWrongIsWarnedOf() {
    KeyFacts host =
        new KeyFacts(
            new KeyFacts.Look(false, true, false), Map.of(), new Fingerprint(1, 2), Map.of());
    Scene scene =
        both()
            .secret(
                new ObjectFacts(
                    ObjectRef.secret("users-rds"),
                    Map.of("HOST", host, "PORT", host, "SSLMODE", host),
                    Map.of(),
                    null));

    assertThat(pins(scene)).contains("users");
    assertThat(scene.service("users").warnings())
        .extracting(ServicePlan.Warning::reason)
        .contains("SecretBlank");
  }
}
