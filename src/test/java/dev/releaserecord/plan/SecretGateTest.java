package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.USERS;
import static dev.releaserecord.plan.Gobee.USERS_KEY;
import static dev.releaserecord.plan.Gobee.pinned;
import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Import;
import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import dev.releaserecord.rollout.reference.ContainerEnv.Variable;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.KeyFacts;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.PullCredentials;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A rollout whose pods would not find what they need is not begun. */
class SecretGateTest {

  private static final String LIST = "may not list secrets in namespace gobee: grant it";

  private static final String BOTH =
      """
      imagePrefix: r.io/g
      services:
      - name: users
        digest: "%s"
        secrets: [{name: users-rds, keys: [HOST, SSLMODE], formats: {PORT: Port}}]
      - {name: certs, digest: "%s"}
      """
          .formatted(A, B);

  /** The environment of a container that is named like its workload, from a whole Secret. */
  private static References from(String container, String secret) {
    return new References(
        List.of(
            new ContainerEnv(
                container, List.of(new Import(ObjectRef.secret(secret), "", false)), List.of())),
        List.of(),
        List.of());
  }

  private static References key(String secret, String key) {
    return new References(
        List.of(
            new ContainerEnv(
                "users",
                List.of(),
                List.of(new Variable(key, new Value.OfKey(ObjectRef.secret(secret), key, false))))),
        List.of(),
        List.of());
  }

  private static Subject old(String name) {
    return deployment(name).container(name, "r.io/g/" + name + ":1");
  }

  private static Scene both() {
    return Scene.of(BOTH).with(old("users").refers(from("users", "users-rds"))).with(old("certs"));
  }

  private static List<String> pins(Scene scene) {
    return scene.plan().work().pins().stream().map(Pin::workload).map(key -> key.name()).toList();
  }

  private static Condition verified(Scene scene) {
    return find(scene).orElseThrow();
  }

  private static Optional<Condition> find(Scene scene) {
    scene.pass();
    return Conditions.find(scene.status().conditions(), ConditionType.SecretsVerified);
  }

  private static List<SecretStatus> table(Scene scene) {
    return scene.status().services().stream()
        .filter(service -> service.name().equals("users"))
        .map(ServiceStatus::secrets)
        .findFirst()
        .orElseThrow();
  }

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
  void whatCannotBeReadJustNowIsTriedAgain() {
    Scene scene = both().unreadableSecret("users-rds", "cannot read Secret users-rds: not now");

    assertThat(scene.state("users")).isInstanceOf(ServiceState.Waiting.class);
    assertThat(scene.service("users").stall()).isNull();
    assertThat(scene.service("users").recheckAt()).isEqualTo(scene.at().plusSeconds(5));
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
