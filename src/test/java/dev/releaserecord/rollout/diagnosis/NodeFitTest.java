package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.deployment;
import static dev.releaserecord.rollout.diagnosis.Case.node;
import static dev.releaserecord.rollout.diagnosis.PodCase.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Node.Taint;
import dev.releaserecord.rollout.NodeRules;
import dev.releaserecord.rollout.NodeRules.Requirement;
import dev.releaserecord.rollout.NodeRules.Term;
import dev.releaserecord.rollout.NodeRules.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** On which nodes a pod may run, and which of them lack an image that is never pulled. */
class NodeFitTest {

  private static final Node PLAIN = labelled(Map.of("zone", "a", "cores", "8", "gpu", ""));

  private static Node labelled(Map<String, String> labels, Taint... taints) {
    return new Node("n", new Node.Health(null, 0), labels, List.of(taints), Set.of());
  }

  private static NodeRules liking(Requirement... labels) {
    return new NodeRules(Map.of(), List.of(new Term(List.of(labels), List.of())), List.of());
  }

  private static NodeRules bearing(Toleration... tolerations) {
    return new NodeRules(Map.of(), List.of(), List.of(tolerations));
  }

  @ParameterizedTest
  @CsvSource({
    "zone, In, a, true",
    "zone, In, b, false",
    "none, In, a, false",
    "zone, NotIn, b, true",
    "zone, NotIn, a, false",
    "none, NotIn, a, true",
    "gpu, Exists, '', true",
    "none, Exists, '', false",
    "gpu, DoesNotExist, '', false",
    "none, DoesNotExist, '', true",
    "cores, Gt, 4, true",
    "cores, Gt, 8, false",
    "cores, Lt, 16, true",
    "cores, Lt, 8, false",
    "zone, Gt, 4, false",
    "none, Lt, 4, false",
    "zone, Later, a, true",
  })
  void aRequirementHolds(String key, String operator, String value, boolean fits) {
    NodeRules rules = liking(new Requirement(key, operator, List.of(value)));

    assertThat(NodeFit.fits(PLAIN, rules)).isEqualTo(fits);
  }

  @Test
  void allOfATermMustHoldAndOneOfTheTerms() {
    Requirement yes = new Requirement("zone", "In", List.of("a", "b"));
    Requirement no = new Requirement("zone", "In", List.of("b"));
    Term neither = new Term(List.of(yes, no), List.of());
    Term both = new Term(List.of(yes), List.of());

    assertThat(NodeFit.fits(PLAIN, liking(yes, no))).isFalse();
    assertThat(NodeFit.fits(PLAIN, new NodeRules(Map.of(), List.of(neither, both), List.of())))
        .isTrue();
    assertThat(NodeFit.fits(PLAIN, liking())).as("an empty term").isFalse();
  }

  @Test
  void aFieldNamesTheNode() {
    Requirement n = new Requirement("metadata.name", "In", List.of("n"));
    Requirement m = new Requirement("metadata.name", "In", List.of("m"));

    assertThat(NodeFit.fits(PLAIN, field(n))).isTrue();
    assertThat(NodeFit.fits(PLAIN, field(m))).isFalse();
  }

  private static NodeRules field(Requirement requirement) {
    Term term = new Term(List.of(), List.of(requirement));
    return new NodeRules(Map.of(), List.of(term), List.of());
  }

  @Test
  void everyLabelOfTheSelectorMustBeThere() {
    assertThat(NodeFit.fits(PLAIN, new NodeRules(Map.of("zone", "a"), List.of(), List.of())))
        .isTrue();
    assertThat(NodeFit.fits(PLAIN, new NodeRules(Map.of("disk", "ssd"), List.of(), List.of())))
        .isFalse();
  }

  static Stream<Toleration> bearable() {
    return Stream.of(
        new Toleration("team", false, "db", "NoSchedule"),
        new Toleration("team", false, "db", ""),
        new Toleration("team", true, "", ""),
        new Toleration("", true, "", ""));
  }

  @ParameterizedTest
  @MethodSource("bearable")
  void aTolerationBearsATaint(Toleration toleration) {
    Node tainted = labelled(Map.of(), new Taint("team", "db", "NoSchedule"));

    assertThat(NodeFit.fits(tainted, bearing(toleration))).isTrue();
  }

  static Stream<Toleration> notBearing() {
    return Stream.of(
        new Toleration("team", false, "web", ""),
        new Toleration("squad", true, "", ""),
        new Toleration("team", true, "", "NoExecute"));
  }

  @ParameterizedTest
  @MethodSource("notBearing")
  void anotherTolerationDoesNot(Toleration toleration) {
    Node tainted = labelled(Map.of(), new Taint("team", "db", "NoSchedule"));

    assertThat(NodeFit.fits(tainted, bearing(toleration))).isFalse();
  }

  @Test
  void aPreferenceKeepsNobodyAway() {
    Node tainted = labelled(Map.of(), new Taint("team", "db", "PreferNoSchedule"));

    assertThat(NodeFit.fits(tainted, bearing())).isTrue();
  }

  @Test
  void podsOfADaemonSetBearWhatTheirControllerAdds() {
    Node cordoned =
        labelled(Map.of(), new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule"));
    NodeRules rules = bearing();

    assertThat(NodeFit.candidates(deployment().rules(rules).node(cordoned).facts())).isEmpty();
    assertThat(NodeFit.candidates(Case.daemonSet().rules(rules).node(cordoned).facts()))
        .containsExactly(cordoned);
  }

  private static Case never(String image) {
    return deployment().with(pod("p").waiting("ErrImageNeverPull", "").image(image));
  }

  @Test
  void theNodesThatLackTheImageAreNamed() {
    Case seen =
        never(Case.IMAGE).node("node2").node("node1").node(node("node3", null, 1, Case.IMAGE));

    assertThat(seen.root().seen()).endsWith(Case.IMAGE + " is not on node node1, node2");
  }

  @Test
  void aNodeWhoseListIsCutOffIsNotAccusedButThePodsOwnIs() {
    Case seen =
        never(Case.IMAGE)
            .node(node("node1", null, 50, "r.io/other:1"))
            .node(node("node2", null, 50, "r.io/other:1"));

    assertThat(seen.root().seen()).endsWith(" is not on node node1");
  }

  @Test
  void aNodeThatMayNotRunThePodIsNotAskedForTheImage() {
    Case seen =
        never(Case.IMAGE)
            .rules(new NodeRules(Map.of("zone", "a"), List.of(), List.of()))
            .node("node2");

    assertThat(NodeFit.candidates(seen.facts())).isEmpty();
  }

  @Test
  void manyNodesAreCounted() {
    Case seen = never(Case.IMAGE);
    for (int i = 1; i <= 9; i++) {
      seen.node("node" + i);
    }

    assertThat(seen.root().seen()).endsWith("node1, node2, node3, node4, node5 and 4 more nodes");
  }

  /** containerd keeps a name as it is given, and its CRI asks for it in full. */
  @ParameterizedTest
  @CsvSource({
    "r.io:5000/g/users:1, r.io:5000/g/users",
    "r.io/g/users@sha256:x, r.io/g/users",
    "team/server:$COMMIT_SHA1, docker.io/team/server",
    "nginx, docker.io/library/nginx",
  })
  void anImageIsImportedUnderItsFullName(String image, String repository) {
    assertThat(NodeFit.importing(image)).endsWith("--base-name " + repository + " FILE");
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest, true",
    "nginx:1.27, docker.io/library/nginx:1.27, true",
    "nginx:1.27, docker.io/library/nginx:1.26, false",
    "r.io/a/b:1, r.io/a/c:1, false",
  })
  void anImageIsHeldUnderItsFullName(String image, String held, boolean holds) {
    assertThat(NodeFit.holds(node("n", null, 1, held), image)).isEqualTo(holds);
  }

  @Test
  void aDigestIsHeldWhateverTheTag() {
    Node byTag = node("n", null, 1, "r.io/g/users:1");
    Node byDigest = node("n", null, 1, Case.IMAGE);

    assertThat(NodeFit.holds(byDigest, "r.io/g/users:1@" + Case.DIGEST)).isTrue();
    assertThat(NodeFit.holds(byTag, Case.IMAGE)).isFalse();
  }
}
