package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Marks.Drain;
import dev.releaserecord.rollout.Workload;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who scaled a Deployment last, by its managedFields. */
class DrainReaderTest {

  private static final Instant DRAINED = Instant.parse("2026-01-01T00:00:10Z");

  private static final String OURS =
      """
      - manager: release-operator
        operation: Update
        time: "2026-01-01T00:00:10Z"
        fieldsV1:
          f:metadata: {f:labels: {f:releaserecord.dev/restore-replicas: {}}}
          f:spec: {f:replicas: {}}
      """;

  private static final String OUR_LABEL = OURS.replace("    f:spec: {f:replicas: {}}\n", "");

  private static final String OLDER_PIN =
      """
      - manager: release-operator
        operation: Update
        time: "2026-01-01T00:00:05Z"
        fieldsV1:
          f:metadata: {f:labels: {f:releaserecord.dev/set: {}}}
      """;

  private static final String CONTROLLER =
      """
      - manager: kube-controller-manager
        operation: Update
        subresource: status
        time: "2026-01-01T00:00:40Z"
        fieldsV1: {f:status: {f:replicas: {}}}
      """;

  private static String scaledBy(String manager, String operation) {
    return """
    - manager: %s
      operation: %s
      time: "2026-01-01T00:00:20Z"
      fieldsV1: {f:spec: {f:replicas: {}}}
    """
        .formatted(manager, operation);
  }

  private static Workload read(String label, String replicas, String managedFields) {
    String entries = managedFields.isEmpty() ? "" : "  managedFields:\n" + managedFields.indent(2);
    return WorkloadProjections.of(
            Manifest.read(
                Deployment.class,
                "metadata:\n  name: users\n  uid: uid-1\n  generation: 3\n"
                    + label
                    + entries
                    + "spec:\n"
                    + replicas
                    + "  template: {spec: {containers: [{name: users, image: \"r.io/g/users\"}]}}\n"
                    + "status: {observedGeneration: 3}\n"))
        .orElseThrow();
  }

  private static Workload drained(String managedFields) {
    return read(
        "  labels: {releaserecord.dev/restore-replicas: \"3\"}\n",
        "  replicas: 0\n",
        managedFields);
  }

  @Test
  void zeroByOurOwnHandIsADrain() {
    Workload workload = drained(OLDER_PIN + OURS + CONTROLLER);

    assertThat(workload.marks().drain()).isEqualTo(new Drain("3", true, DRAINED));
    assertThat(workload.replicas().wanted()).isEqualTo(3);
    assertThat(workload.marks().labelled()).isTrue();
  }

  @Test
  void whatNobodyOwnsIsOursSinceNobodyKnowsWhen() {
    Workload workload = drained("");

    assertThat(workload.marks().drain()).isEqualTo(new Drain("3", true, null));
    assertThat(workload.replicas().wanted()).isEqualTo(3);
  }

  @Test
  void zeroByKubectlScaleIsSomebodysWish() {
    Workload workload = drained(OUR_LABEL + scaledBy("kubectl", "Update"));

    assertThat(workload.marks().drain()).isEqualTo(new Drain("3", false, DRAINED));
    assertThat(workload.replicas().wanted()).isZero();
  }

  @Test
  void soIsZeroThatSomebodyAppliedBesideOurs() {
    Workload workload = drained(OURS + scaledBy("argocd-controller", "Apply"));

    assertThat(workload.marks().drain()).isEqualTo(new Drain("3", false, DRAINED));
    assertThat(workload.replicas().wanted()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"  replicas: 5\n", ""})
  void otherReplicasAreSomebodysWishWhoeverWroteThem(String replicas) {
    Workload workload =
        read("  labels: {releaserecord.dev/restore-replicas: \"3\"}\n", replicas, OURS);

    assertThat(workload.marks().drain()).isEqualTo(new Drain("3", false, DRAINED));
    assertThat(workload.replicas().wanted()).isEqualTo(replicas.isEmpty() ? 1 : 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "0", "-3", ""})
  void aLabelThatIsNoNumberOwesNothing(String label) {
    Workload workload =
        read(
            "  labels: {releaserecord.dev/restore-replicas: \"" + label + "\"}\n",
            "  replicas: 0\n",
            OURS);

    assertThat(workload.marks().drain()).isEqualTo(new Drain(label, true, DRAINED));
    assertThat(workload.replicas().wanted()).isZero();
  }

  @Test
  void withoutTheLabelNothingIsDrained() {
    assertThat(read("", "  replicas: 0\n", OURS).marks().drain()).isNull();
    assertThat(read("  labels: {app: users}\n", "  replicas: 0\n", OURS).marks().drain()).isNull();
    assertThat(read("", "  replicas: 0\n", "").marks().labelled()).isFalse();
  }
}
