package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Node;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeProjectionsTest {

  private static final String NODE =
      """
      metadata:
        name: node1
        creationTimestamp: "2026-11-20T08:00:00Z"
        labels: {kubernetes.io/hostname: node1, zone: a}
      spec:
        taints:
        - {key: dedicated, value: gobee, effect: NoSchedule}
        - {key: node.kubernetes.io/unschedulable, effect: NoSchedule}
      status:
        conditions:
        - {type: MemoryPressure, status: "False"}
        - {type: Ready, status: "True", lastTransitionTime: "2026-11-20T08:01:00Z",
           lastHeartbeatTime: "2026-11-21T11:00:00Z"}
        images:
      """;

  private static Node node(String yaml) {
    return NodeProjections.of(Manifest.read(io.fabric8.kubernetes.api.model.Node.class, yaml))
        .orElseThrow();
  }

  private static String images(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "  - names: [\"repo/app@sha256:%d\", \"repo/app:%d\"]\n".formatted(i, i))
        .collect(Collectors.joining("", NODE, ""));
  }

  @Test
  void aNodeThatAnswers() {
    Node node = node(images(2));

    assertThat(node.name()).isEqualTo("node1");
    assertThat(node.lost()).isFalse();
    assertThat(node.labels()).containsEntry("zone", "a").hasSize(2);
    assertThat(node.taints())
        .isEqualTo(
            List.of(
                new Node.Taint("dedicated", "gobee", "NoSchedule"),
                new Node.Taint("node.kubernetes.io/unschedulable", "", "NoSchedule")));
    assertThat(node.images())
        .containsExactlyInAnyOrder(
            "repo/app@sha256:0", "repo/app:0", "repo/app@sha256:1", "repo/app:1");
  }

  @Test
  void aListOfFiftyImagesMayBeCutOff() {
    assertThat(node(images(49)).imagesCutOff()).isFalse();
    assertThat(node(images(50)).imagesCutOff()).isTrue();
  }

  @Test
  void aNodeIsLostOnceItsKubeletIsSilent() {
    assertThat(
            node(images(0).replace("Ready, status: \"True\"", "Ready, status: Unknown")).health())
        .isEqualTo(new Node.Health(Instant.parse("2026-11-20T08:01:00Z"), 0));
    assertThat(node(images(0).replace("type: Ready", "type: NetworkUnavailable")).health())
        .isEqualTo(new Node.Health(Instant.parse("2026-11-20T08:00:00Z"), 0));
    assertThat(node("metadata: {name: bare, creationTimestamp: \"2026-11-20T08:00:00Z\"}").lost())
        .isTrue();
  }

  /** It comes every few minutes, from each node. */
  @Test
  void aHeartbeatTellsNothingNew() {
    assertThat(node(images(1).replace("11:00:00", "11:05:00"))).isEqualTo(node(images(1)));
  }

  @Test
  void namesOfImagesAreThereOnce() {
    List<String> names =
        List.of(
            node(images(1)).images().stream().sorted().toList().getFirst(),
            node(images(1).replace("node1", "node2")).images().stream()
                .sorted()
                .toList()
                .getFirst());
    assertThat(names.getFirst()).isSameAs(names.getLast());
  }

  @Test
  void severalDigestsOfOneImageAreKeptTogether() {
    Node node =
        node(
            NODE
                + """
                  - names: ["r.io/app@sha256:1", "r.io/app@sha256:2", "r.io/app:1"]
                  - names: ["r.io/app@sha256:3", "r.io/app:2"]
                  - names: ["r.io/app:3"]
                """);
    assertThat(node.twins()).containsExactly(Set.of("sha256:1", "sha256:2"));
  }
}
