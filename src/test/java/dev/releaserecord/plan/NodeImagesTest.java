package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.plan.ServiceState.Blocked;
import dev.releaserecord.plan.ServiceState.Waiting;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Images that are never pulled have to be on the nodes before anything is pinned. */
class NodeImagesTest {

  private static final String USERS = "r.io/g/users@" + A;
  private static final String CERTS = "r.io/g/certs@" + A;
  private static final Duration HOUR = Duration.ofHours(1);

  private static final String SPEC =
      """
      imagePrefix: r.io/g
      services:
      - {name: users, digest: "%s"}
      - {name: certs, digest: "%s"}
      """
          .formatted(A, A);

  private static Subject never(String name, String image, Node... nodes) {
    return Subject.deployment(name).neverPulled(Map.of()).container(name, image).nodes(nodes);
  }

  private static Node node(String name, String... images) {
    return node(name, Map.of(), images.length, null, images);
  }

  /** One that tells of 50 images may hold more. */
  private static Node full(String name, String... images) {
    return node(name, Map.of(), 50, null, images);
  }

  private static Node node(
      String name,
      Map<String, String> labels,
      int listed,
      @Nullable Instant lost,
      String... images) {
    return new Node(name, new Node.Health(lost, listed), labels, List.of(), Set.of(images));
  }

  private static Scene both(Node... nodes) {
    return Scene.of(SPEC)
        .with(never("users", "r.io/g/users:1", nodes))
        .with(never("certs", "r.io/g/certs:1", nodes));
  }

  private static List<String> pinned(Scene scene) {
    return scene.plan().work().pins().stream().map(Pin::workload).map(it -> it.name()).toList();
  }

  @Test
  void whatIsMissingIsNamedWithTheNodesAndTheCommand() {
    Scene scene = both(node("n2", USERS), node("n1", CERTS, USERS), node("n3", USERS));

    assertThat(pinned(scene)).containsExactly("users");
    assertThat(scene.state("certs"))
        .isEqualTo(
            new Blocked(
                Cause.ImageNotOnNode,
                "container certs of Deployment/certs is never pulled (imagePullPolicy: Never), and "
                    + CERTS
                    + " is not on node n2, n3, where its pods may run, so it is not pinned; import"
                    + " it there: ctr -n k8s.io images import --digests --base-name r.io/g/certs"
                    + " FILE; it goes on once the nodes tell that they have it, within a minute"));

    Node[] all = {node("n1", CERTS, USERS), node("n2", USERS, CERTS), node("n3", CERTS)};
    scene.with(never("certs", "r.io/g/certs:1", all));
    assertThat(pinned(scene)).contains("certs");
  }

  @Test
  void aTagOrAnotherDigestIsNotTheImage() {
    Node node = node("n1", "r.io/g/users:1", "r.io/g/users@" + B, "r.io/other@" + A);
    assertThat(both(node).state("users").cause()).isEqualTo(Cause.ImageNotOnNode);
  }

  @Test
  void onlyNodesThatMayRunItsPodsCount() {
    Node ours = node("n1", Map.of("pool", "a"), 1, null, USERS);
    Node other = node("n2", Map.of("pool", "b"), 0, null);
    Node lost = node("n3", Map.of("pool", "a"), 0, Instant.EPOCH);
    Scene scene =
        Scene.of(SPEC)
            .with(
                Subject.deployment("users")
                    .neverPulled(Map.of("pool", "a"))
                    .container("users", "r.io/g/users:1")
                    .nodes(ours, other, lost));
    assertThat(pinned(scene)).containsExactly("users");
  }

  @Test
  void whatIsPulledNeedsNoNodeAndNodesThatCannotBeReadAreNotJudged() {
    Scene scene =
        Scene.of(SPEC)
            .with(
                Subject.deployment("users").container("users", "r.io/g/users:1").nodes(node("n1")))
            .with(
                Subject.deployment("certs")
                    .neverPulled(Map.of())
                    .container("certs", "r.io/g/certs:1"));
    assertThat(pinned(scene)).containsExactlyInAnyOrder("users", "certs");
  }

  @Test
  void anInitContainerAndACronJobCountToo() {
    Subject job =
        Subject.of(Kind.CronJob, "users")
            .neverPulled(Map.of())
            .container("users", "r.io/g/users:1")
            .nodes(node("n1"));
    Scene scene =
        Scene.of(
                """
                imagePrefix: r.io/g
                services:
                - {name: users, digest: "%s", workloads: [{kind: CronJob, name: users}]}
                """
                    .formatted(A))
            .with(job);
    assertThat(scene.state("users").cause()).isEqualTo(Cause.ImageNotOnNode);
    scene.with(job.nodes(full("n1")));
    assertThat(pinned(scene)).as("a schedule shows nothing").containsExactly("users");
  }

  @Test
  void oneGoesFirstWhereANodeDoesNotTellOfAllItsImages() {
    Node[] nodes = {node("n1", USERS, CERTS), full("n2", "r.io/other:1")};
    Scene scene = both(nodes);
    assertThat(pinned(scene)).containsExactly("users");
    assertThat(scene.state("certs"))
        .isInstanceOfSatisfying(
            Waiting.class,
            it -> assertThat(it.message()).startsWith("waits until users is").contains("node n2"));
    scene.pass();
    String set = Objects.requireNonNull(scene.status().digestSet());

    scene.with(never("users", USERS, nodes).pinnedTo(set));
    assertThat(pinned(scene)).as("on its way").isEmpty();
    assertThat(scene.state("certs").message()).startsWith("waits until users is");

    scene.with(never("users", USERS, nodes).pinnedTo(set).steadyFor(HOUR));
    assertThat(pinned(scene)).containsExactly("certs");
  }

  @Test
  void whoeverIsHeldBackByAnotherGateDoesNotGoFirst() {
    Node node = full("n1");
    Scene scene =
        Scene.of(SPEC.replace("name: users,", "name: users, hold: {reason: wait},"))
            .with(never("users", "r.io/g/users:1", node))
            .with(never("certs", "r.io/g/certs:1", node));
    assertThat(pinned(scene)).containsExactly("certs");
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Held.class);
  }

  @Test
  void whatWasPinnedToAnEarlierSetShowsNothingOfThisOne() {
    Node node = full("n1");
    Scene scene =
        Scene.of(SPEC)
            .with(never("users", USERS, node).pinnedTo("sha256:" + "9".repeat(64)).steadyFor(HOUR))
            .with(never("certs", "r.io/g/certs:1", node));
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Verified.class);
    assertThat(pinned(scene)).as("it goes first itself").containsExactly("certs");
  }

  @Test
  void whoeverWantsNoPodNeitherGoesFirstNorWaits() {
    Replicas none = new Replicas(0, 0, 0, 0, true);
    Node node = full("n1");
    Scene scene =
        Scene.of(SPEC)
            .with(never("users", "r.io/g/users:1", node).replicas(none))
            .with(never("certs", "r.io/g/certs:1", node));
    assertThat(pinned(scene)).containsExactlyInAnyOrder("users", "certs");
  }

  @Test
  void theStatusTellsTheSameAndDoesNotChangeByItself() {
    Scene scene = both(node("n1"));
    scene.pass();
    ReleaseRecordStatus first = scene.status();
    assertThat(first.plan()).hasSize(2);
    assertThat(first.summary()).contains("users and 1 more: image not on node");
    scene.later(HOUR);
    scene.pass();
    assertThat(scene.status()).isEqualTo(first);
  }
}
