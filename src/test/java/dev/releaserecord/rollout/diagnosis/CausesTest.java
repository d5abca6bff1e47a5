package dev.releaserecord.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.diagnosis.CauseTable.Row;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each cause, by the shape in which the API shows it. */
class CausesTest {

  static Stream<Row> rows() {
    return CauseTable.rows();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theCauseItsPlaceAndWhatItNames(Row row) {
    Diagnosis diagnosis = row.seen().diagnosis();

    assertThat(diagnosis.faults()).hasSize(1);
    Fault fault = row.seen().root();
    assertThat(fault.cause()).isEqualTo(row.cause());
    assertThat(fault.place().text()).isEqualTo(row.place());
    assertThat(diagnosis.message())
        .startsWith(row.place())
        .contains(row.words())
        .endsWith(fault.next());
    assertThat(fault.next()).isNotBlank().doesNotEndWith(".");
  }

  @Test
  void everyCauseOfPodsAndWorkloadsIsHere() {
    Set<Cause> ofPods =
        Arrays.stream(Cause.values())
            .filter(cause -> cause.compareTo(Cause.WorkloadNotFound) < 0)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Cause.class)));
    // Only a release knows digests and deadlines: package plan tells these two.
    ofPods.removeAll(List.of(Cause.DigestMismatch, Cause.DeadlineExceeded));

    assertThat(rows().map(Row::cause)).containsAll(ofPods);
  }

  @Test
  void aGateThatStaysClosedIsNamed() {
    Case closed =
        Case.deployment()
            .at(60)
            .with(PodCase.pod("p").running(5).gates("elbv2.k8s.aws/tg"))
            .readinessWindow(300);

    assertThat(closed.root().cause()).isEqualTo(Cause.ProbeFailing);
    assertThat(closed.root().finding())
        .isEqualTo("pod p waits for its readiness gate elbv2.k8s.aws/tg");
  }

  @Test
  void ofAProbesFailuresTheLastIsTold() {
    Case seen =
        Case.deployment()
            .at(60)
            .with(
                PodCase.pod("p")
                    .running(5)
                    .warned(5, "app", "Unhealthy", "Readiness probe failed: connection refused")
                    .warned(
                        50,
                        "app",
                        "Unhealthy",
                        "Readiness probe failed: HTTP probe failed with statuscode: 404"));

    assertThat(seen.root().finding()).endsWith("(it answers HTTP 404)");
  }
}
