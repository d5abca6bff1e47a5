package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.USERS;
import static dev.releaserecord.plan.Gobee.USERS_KEY;
import static dev.releaserecord.plan.SecretScenes.BOTH;
import static dev.releaserecord.plan.SecretScenes.LIST;
import static dev.releaserecord.plan.SecretScenes.both;
import static dev.releaserecord.plan.SecretScenes.from;
import static dev.releaserecord.plan.SecretScenes.key;
import static dev.releaserecord.plan.SecretScenes.old;
import static dev.releaserecord.plan.SecretScenes.pins;
import static dev.releaserecord.plan.SecretScenes.verified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.secret.fact.PullCredentials;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A rollout whose pods would not find what they need is not begun. */
class SecretGateTest {

  @Test
  void aMissingKeyBlocksItsServiceAloneUntilItIsThere() {
    Scene scene = both().secret("users-rds", "HOST", "PORT");

    assertThat(pins(scene)).containsExactly("certs");
    assertThat(scene.plan().pending()).extracting(Pin::workload).containsExactly(USERS_KEY);
    assertThat(scene.state("users"))
        .isEqualTo(
            new ServiceState.Blocked(
                Cause.MissingSecretKey,
                "Secret users-rds has no key SSLMODE, which the record needs; add what is missing,"
                    + " or mend the reference"));

    scene.secret("users-rds", "HOST", "PORT", "SSLMODE");
    assertThat(pins(scene)).containsExactlyInAnyOrder("users", "certs");
  }

  @Test
  void aSecretThatDoesNotExistIsFoundWithoutAnyRule() {
    Scene scene = Scene.of(ONE).with(old("users").refers(from("users", "creds")));

    assertThat(pins(scene)).isEmpty();
    assertThat(scene.state("users").cause()).isEqualTo(Cause.MissingSecret);
    assertThat(scene.state("users").message())
        .startsWith("Secret creds does not exist, which container users of Deployment/users needs");

    scene.with(old("users").refers(key("creds", "TOKEN"))).secret("creds", "OTHER");
    assertThat(scene.state("users").cause()).isEqualTo(Cause.MissingSecretKey);
    scene.secret("creds", "OTHER", "TOKEN");
    assertThat(pins(scene)).containsExactly("users");
  }

  @Test
  void severalDefectsAreSaidByTheirCauses() {
    Scene scene =
        Scene.of(BOTH)
            .with(old("users").refers(key("creds", "TOKEN")))
            .secret("users-rds", "HOST", "PORT");

    assertThat(scene.state("users").cause()).isEqualTo(Cause.MissingSecret);
    assertThat(scene.state("users").message())
        .containsSubsequence(
            "Secret creds does not exist", ". Also: ", "Secret users-rds has no key SSLMODE");
  }

  @Test
  void withoutTheRightOnlyRulesHoldBack() {
    Scene scene =
        both()
            .with(old("certs").refers(from("certs", "certs-rds")))
            .unreadableSecret("users-rds", LIST)
            .unreadableSecret("certs-rds", LIST);

    assertThat(pins(scene)).containsExactly("certs");
    ServicePlan users = scene.service("users");
    assertThat(users.state())
        .isInstanceOfSatisfying(
            ServiceState.Blocked.class, blocked -> assertThat(blocked.message()).startsWith(LIST));
    assertThat(users.stall()).isEqualTo(new Stall(StallReason.Forbidden, users.state().message()));
    assertThat(verified(scene))
        .returns("Unknown", Condition::getStatus)
        .returns("SecretsUnread", Condition::getReason)
        .returns("not known of users: " + LIST, Condition::getMessage);
  }

  @Test
  void whatCannotBeReadJustNowIsTriedAgain() {
    Scene scene = both().unreadableSecret("users-rds", "cannot read Secret users-rds: not now");

    assertThat(scene.state("users")).isInstanceOf(ServiceState.Waiting.class);
    assertThat(scene.service("users").stall()).isNull();
    assertThat(scene.service("users").recheckAt()).isEqualTo(scene.at().plusSeconds(5));
  }

  @Test
  void aPullSecretWithoutCredentialsBlocksWhatNoPodHasShownToWork() {
    References pulling = new References(List.of(), List.of(), List.of("regcred"));
    Scene scene =
        Scene.of(ONE)
            .with(old("users").refers(pulling))
            .secret("regcred", ".dockerconfigjson")
            .pulls("regcred", new PullCredentials.For(Set.of()));
    assertThat(scene.state("users").cause()).isEqualTo(Cause.ImagePullUnauthorized);

    scene.pulls("regcred", new PullCredentials.For(Set.of(USERS)));
    assertThat(pins(scene)).containsExactly("users");

    scene
        .pulls("regcred", new PullCredentials.None())
        .with(old("users").refers(pulling).steadyFor(Duration.ofHours(1)));
    assertThat(pins(scene)).as("its pods run from the same repository").containsExactly("users");
    assertThat(scene.service("users").warnings())
        .extracting(ServicePlan.Warning::reason)
        .contains("PullSecretUnusable");
  }
}
