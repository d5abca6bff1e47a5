package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.USERS;
import static dev.releaserecord.plan.Gobee.pinned;
import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.pull.Pull;
import dev.releaserecord.plan.pull.PullAccess;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.pull.PullAnswer.To;
import dev.releaserecord.plan.pull.PullReply;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registry says decides before a workload is touched. */
class RegistryGateTest {

  private static final String WARN = "registryCheck: Warn\n" + ONE;
  private static final String ENFORCE = "registryCheck: Enforce\n" + ONE;

  private static Subject old() {
    return deployment("users").container("users", "r.io/g/users:1");
  }

  private static Scene scene(String spec) {
    return Scene.of(spec).with(old());
  }

  /** Everything that is asked now is answered so, for a minute. */
  static Scene answered(Scene scene, PullAnswer answer) {
    Map<Pull, PullReply> replies = new HashMap<>(scene.observe().terms().grants().pulls());
    scene
        .plan()
        .work()
        .pulls()
        .forEach(pull -> replies.put(pull, new PullReply(answer, scene.at().plusSeconds(60))));
    return scene.grants(Grants.NONE.with(replies));
  }

  static Condition condition(Scene scene) {
    scene.passInVain();
    return Conditions.find(scene.status().conditions(), ConditionType.ImagesAvailable)
        .orElseThrow();
  }

  private static PullAnswer answer(String name) {
    return switch (name) {
      case "Present" -> new PullAnswer.Present(Set.of());
      case "Absent" -> new PullAnswer.Absent("answered 404");
      case "Denied" -> new PullAnswer.Denied("answered 401", To.Secrets);
      case "Anonymous" -> new PullAnswer.Denied("answered 401", To.Anybody);
      case "Broken" -> new PullAnswer.Denied("Secret s cannot be read", To.Broken);
      default -> new PullAnswer.Unknown("did not answer in time");
    };
  }

  @ParameterizedTest
  @CsvSource({
    "Enforce, Present, true, True, ",
    "Enforce, Absent, false, False, ImageNotFound",
    "Enforce, Denied, false, False, ImagePullUnauthorized",
    "Enforce, Anonymous, false, False, ImagePullUnauthorized",
    "Enforce, Broken, false, False, ImagePullUnauthorized",
    "Enforce, Unknown, true, Unknown, ",
    "Warn, Present, true, True, ",
    "Warn, Absent, true, False, ",
    "Warn, Denied, true, False, ",
    "Warn, Anonymous, true, False, ",
    "Warn, Broken, true, False, ",
    "Warn, Unknown, true, Unknown, ",
  })
  void anAnswerDecides(String mode, String name, boolean pinned, String truth, Cause cause) {
    Scene scene = answered(scene("registryCheck: " + mode + "\n" + ONE), answer(name));

    assertThat(scene.plan().work().pins()).hasSize(pinned ? 1 : 0);
    if (!pinned) {
      assertThat(scene.state("users")).isInstanceOf(ServiceState.Blocked.class);
      assertThat(scene.state("users").cause()).isEqualTo(cause);
      assertThat(scene.service("users").recheckAt()).isEqualTo(scene.at().plusSeconds(60));
    }
    assertThat(scene.service("users").warnings())
        .extracting(ServicePlan.Warning::reason)
        .filteredOn("ImageUnavailable"::equals)
        .hasSize(mode.equals("Warn") && truth.equals("False") ? 1 : 0);
    assertThat(condition(scene).getStatus()).isEqualTo(truth);
  }

  @Test
  void nothingIsAskedWhereNobodyWantsIt() {
    Scene scene = scene(ONE);
    assertThat(scene.plan().work().pulls()).isEmpty();
    assertThat(scene.plan().work().pins()).hasSize(1);
    scene.passInVain();
    assertThat(Conditions.find(scene.status().conditions(), ConditionType.ImagesAvailable))
        .isEmpty();
  }

  @Test
  void theAnswerIsWaitedForInBothModes() {
    for (String spec : List.of(WARN, ENFORCE)) {
      Scene scene = scene(spec);
      assertThat(scene.plan().work().pins()).isEmpty();
      assertThat(scene.plan().work().pulls()).hasSize(1);
      assertThat(scene.state("users"))
          .isEqualTo(
              new ServiceState.Waiting(
                  null,
                  "waits for registry r.io to say whether it has " + USERS + " (registryCheck)"));
      assertThat(condition(scene))
          .returns("Unknown", Condition::getStatus)
          .returns("ImagesUnknown", Condition::getReason);
    }
  }

  @Test
  void onceItIsPinnedNobodyIsAsked() {
    Scene scene = answered(scene(WARN), answer("Absent")).with(pinned(Duration.ZERO));
    assertThat(scene.plan().work().pulls()).isEmpty();
    assertThat(condition(scene)).returns("False", Condition::getStatus);

    Scene forgotten = Scene.of(WARN).with(pinned(Duration.ZERO));
    assertThat(forgotten.plan().work().pulls()).isEmpty();
    assertThat(condition(forgotten)).returns("Unknown", Condition::getStatus);

    Scene verified = Scene.of(ENFORCE).with(pinned(Duration.ofHours(1)));
    assertThat(verified.plan().work().pulls()).isEmpty();
    assertThat(condition(verified)).returns("True", Condition::getStatus);
    assertThat(verified.service("users").recheckAt()).isNull();
  }

  @Test
  void aClosedGateBeforeItIsTold() {
    Scene scene = answered(scene("hold: {reason: incident 42}\n" + ENFORCE), answer("Absent"));
    assertThat(scene.state("users").message()).startsWith("on hold: incident 42");
    assertThat(condition(scene)).returns("False", Condition::getStatus);
  }

  @Test
  void whoMendsThePullSecretAsksAnotherQuestion() {
    References pulling = new References(List.of(), List.of(), List.of("regcred"));
    Scene scene =
        Scene.of(ENFORCE)
            .with(old().refers(pulling))
            .secret("regcred", ".dockerconfigjson")
            .pulls("regcred", new dev.releaserecord.secret.fact.PullCredentials.For(Set.of(USERS)));
    answered(scene, answer("Denied"));
    assertThat(scene.state("users").message())
        .contains("registry r.io answered 401 to the credentials of Secret regcred");

    scene.rotated(
        dev.releaserecord.rollout.reference.ObjectRef.secret("regcred"), ".dockerconfigjson", 7);
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Waiting.class);
    assertThat(scene.plan().work().pulls())
        .singleElement()
        .satisfies(
            pull ->
                assertThat(pull.access().secrets())
                    .extracting(PullAccess.PullSecret::name)
                    .containsExactly("regcred"));
  }

  @Test
  void podsThatRunFromTheRepositoryProveThatNodesHaveTheirOwnCredentials() {
    Scene scene =
        Scene.of(ENFORCE).with(old().pod("r.io/g/users:1", "r.io/g/users@" + A, Instant.EPOCH));
    answered(scene, answer("Anonymous"));
    assertThat(scene.plan().work().pins()).extracting(Pin::set).hasSize(1);
    assertThat(condition(scene))
        .returns("Unknown", Condition::getStatus)
        .satisfies(it -> assertThat(it.getMessage()).contains("credentials of their own"));
  }
}
