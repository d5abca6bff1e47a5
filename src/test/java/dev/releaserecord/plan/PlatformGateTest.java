package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.USERS;
import static dev.releaserecord.plan.Gobee.pinned;
import static dev.releaserecord.plan.RegistryGateTest.answered;
import static dev.releaserecord.plan.RegistryGateTest.condition;
import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.plan.pull.Platform;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.NodeRules;
import dev.releaserecord.rollout.NodeRules.Toleration;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an index is built for is held against what the nodes are. */
class PlatformGateTest {

  private static final String ENFORCE = "registryCheck: Enforce\n" + ONE;

  private static Subject old() {
    return deployment("users").container("users", "r.io/g/users:1");
  }

  private static Node node(String name, String platform, Node.Taint... taints) {
    int slash = platform.indexOf('/');
    return new Node(
        name,
        new Node.Health(null, 0),
        Map.of(
            "kubernetes.io/os",
            platform.substring(0, slash),
            "kubernetes.io/arch",
            platform.substring(slash + 1)),
        List.of(taints),
        Set.of());
  }

  private static PullAnswer index(String... built) {
    return new PullAnswer.Present(
        Arrays.stream(built)
            .map(it -> it.split("/"))
            .map(it -> new Platform(it[0], it[1]))
            .collect(Collectors.toSet()));
  }

  private static Scene indexed(String spec, Subject subject, String... built) {
    return answered(Scene.of(spec).with(subject), index(built));
  }

  private static List<String> platformWarnings(Scene scene) {
    return scene.service("users").warnings().stream()
        .filter(it -> it.reason().equals("ImagePlatformMissing"))
        .map(ServicePlan.Warning::message)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/amd64, true",
    "linux/arm64, linux/amd64, false",
    "linux/386, linux/amd64, true",
    "linux/arm, linux/arm64, true",
    "linux/arm64, linux/arm, false",
    "windows/amd64, linux/amd64, false",
  })
  void anIndexHasToFitSomeNode(String built, String has, boolean fits) {
    Scene scene = indexed(ENFORCE, old().nodes(node("n", has)), built);
    assertThat(scene.plan().work().pins()).hasSize(fits ? 1 : 0);
    assertThat(platformWarnings(scene)).isEmpty();
    if (!fits) {
      assertThat(scene.state("users").cause()).isEqualTo(Cause.ImageNotFound);
      assertThat(scene.state("users").message())
          .contains(
              "is built for " + built + ", and the nodes where its pods may run are " + has + ";");
      assertThat(scene.service("users").recheckAt())
          .as("a node may come that runs it")
          .isEqualTo(scene.at().plusSeconds(60));
    }
    assertThat(answered(Scene.of(ENFORCE).with(old()), index(built)).plan().work().pins())
        .as("nodes may not be listed")
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Warn", "Enforce"})
  void oneThatFitsSomeNodesIsPinnedAndWarnedOf(String mode) {
    Subject subject =
        old()
            .nodes(
                node("n", "linux/amd64"),
                node("b", "linux/arm64"),
                node("a", "linux/arm64"),
                node("s", "linux/s390x"));
    Scene scene =
        indexed("registryCheck: " + mode + "\n" + ONE, subject, "linux/amd64", "linux/ppc64le");
    assertThat(scene.plan().work().pins()).hasSize(1);
    assertThat(platformWarnings(scene))
        .containsExactly(
            USERS
                + " is built for linux/amd64, linux/ppc64le, and pods of Deployment/users may also"
                + " run on node a, b (linux/arm64) and node s (linux/s390x), where they would not"
                + " start; push it for linux/arm64, linux/s390x too, and declare the new digest, or"
                + " keep them away from there by a nodeSelector for kubernetes.io/arch");
    assertThat(condition(scene)).returns("True", Condition::getStatus);
  }

  @Test
  void whatRunsOnAnotherSystemIsKeptAwayByThat() {
    Scene scene =
        indexed(
            ENFORCE,
            old().nodes(node("n", "linux/amd64"), node("w", "windows/amd64")),
            "linux/amd64");
    assertThat(platformWarnings(scene))
        .singleElement()
        .asString()
        .contains("node w (windows/amd64)")
        .endsWith("by a nodeSelector for kubernetes.io/os");
  }

  private static final Node.Taint DEDICATED = new Node.Taint("dedicated", "arm", "NoSchedule");
  private static final Node.Taint CORDONED =
      new Node.Taint("node.kubernetes.io/unschedulable", "", "NoSchedule");

  private static NodeRules rules(String label, String value, Toleration... tolerations) {
    return new NodeRules(
        label.isEmpty() ? Map.of() : Map.of(label, value), List.of(), List.of(tolerations));
  }

  /** Which nodes count: those where its pods may run, and not only at this moment. */
  static Stream<Arguments> choices() {
    NodeRules tolerant = rules("", "", new Toleration("dedicated", true, "", ""));
    return Stream.of(
        Arguments.of("amd64", "linux/amd64", "linux/arm64", DEDICATED, NodeRules.ANYWHERE, ""),
        Arguments.of("amd64", "linux/amd64", "linux/arm64", DEDICATED, tolerant, "warned"),
        Arguments.of("amd64", "linux/amd64", "linux/arm64", CORDONED, NodeRules.ANYWHERE, "warned"),
        Arguments.of("arm64", "linux/amd64", "linux/arm64", CORDONED, NodeRules.ANYWHERE, "warned"),
        Arguments.of(
            "arm64", "linux/amd64", "linux/arm64", DEDICATED, NodeRules.ANYWHERE, "blocked"),
        Arguments.of(
            "amd64",
            "linux/amd64",
            "linux/arm64",
            CORDONED,
            rules("kubernetes.io/arch", "amd64"),
            ""),
        Arguments.of(
            "amd64",
            "linux/amd64",
            "linux/arm64",
            CORDONED,
            rules("kubernetes.io/arch", "arm64"),
            "blocked"),
        Arguments.of(
            "amd64", "linux/amd64", "linux/arm64", CORDONED, rules("zone", "nowhere"), ""));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void onlyNodesWhereItsPodsMayRunCount(
      String built, String one, String other, Node.Taint taint, NodeRules rules, String outcome) {
    Subject subject = old().nodes(node("n", one), node("m", other, taint)).on(rules);
    Scene scene = indexed(ENFORCE, subject, "linux/" + built);
    assertThat(scene.plan().work().pins()).hasSize(outcome.equals("blocked") ? 0 : 1);
    assertThat(platformWarnings(scene)).hasSize(outcome.equals("warned") ? 1 : 0);
  }

  @Test
  void theWarningEndsOnceItsPodsHaveProvenIt() {
    Subject subject = pinned(Duration.ofHours(1));
    Scene scene = indexed(ENFORCE, subject.nodes(node("n", "linux/amd64")), "linux/arm64");
    assertThat(platformWarnings(scene)).isEmpty();
  }
}
