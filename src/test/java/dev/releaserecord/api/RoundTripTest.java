package dev.releaserecord.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RoundTripTest {

  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void everythingThatIsWrittenIsReadAndWrittenBackTheSame() throws IOException {
    String yaml = resource("/api/roundtrip.yaml");
    ReleaseRecord record = serialization.unmarshal(yaml, ReleaseRecord.class);

    assertThat(tree(serialization.asYaml(record))).isEqualTo(tree(yaml));
    ReleaseRecord again =
        serialization.unmarshal(serialization.asJson(record), ReleaseRecord.class);
    assertThat(again.getSpec()).isEqualTo(record.getSpec()).hasSameHashCodeAs(record.getSpec());
    assertThat(again.getStatus()).isEqualTo(record.getStatus());
    assertThat(serialization.asJson(again)).isEqualTo(serialization.asJson(record));
  }

  @Test
  void anApprovalSurvivesTheRoundTrip() {
    ReleaseApproval approval = new ReleaseApproval();
    approval.setSpec(
        new ReleaseApprovalSpec(
            "core", "sha256:" + "a".repeat(64), "alice@example.com", null, "2026-12-01T08:00:00Z"));

    ReleaseApproval again =
        serialization.unmarshal(serialization.asYaml(approval), ReleaseApproval.class);

    assertThat(again.getSpec()).isEqualTo(approval.getSpec());
    assertThat(again.getApiVersion()).isEqualTo("releaserecord.dev/v1");
  }

  @Test
  void absentListsAreEmptyAndEmptyOnesAbsent() {
    ReleaseRecordSpec spec = yaml("services: []", ReleaseRecordSpec.class);

    assertThat(spec.secrets()).isEmpty();
    assertThat(serialization.asJson(spec)).isEqualTo("{}");
    assertThat(serialization.asJson(ReleaseRecordStatus.EMPTY)).isEqualTo("{}");
  }

  @Test
  void unknownFieldsAreIgnored() {
    ServiceSpec service = yaml("{name: users, ofTomorrow: {x: 1}}", ServiceSpec.class);

    assertThat(service.name()).isEqualTo("users");
  }

  @Test
  void listsAndMapsCannotBeChanged() {
    ServiceSpec service = yaml("{name: users, after: [provision]}", ServiceSpec.class);

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> service.after().add("x"));
  }

  @Test
  void mapsKeepTheOrderTheyWereWrittenIn() {
    SecretSpec secret = yaml("{name: s, env: {Z: a, B: b, M: c, A: d}}", SecretSpec.class);

    assertThat(secret.env().keySet()).containsExactly("Z", "B", "M", "A");
  }

  @Test
  void whatIsAbsentHasItsDefault() {
    ReleaseRecordSpec spec = yaml("services: [{name: users}]", ReleaseRecordSpec.class);

    assertThat(spec.progressDeadlineOrDefault()).isEqualTo(Duration.ofMinutes(10));
    assertThat(spec.settleOrDefault()).isEqualTo(Duration.ofSeconds(30));
    assertThat(spec.approvalOrDefault()).isEqualTo(ApprovalMode.Automatic);
    assertThat(spec.driftOrDefault()).isEqualTo(DriftMode.Correct);
    assertThat(spec.onFailureOrDefault()).isEqualTo(FailureMode.Report);
    assertThat(spec.registryCheckOrDefault()).isEqualTo(RegistryCheck.None);
    assertThat(spec.onConfigChangeOrDefault()).isEqualTo(ConfigChangeMode.Report);
    assertThat(spec.historyLimitOrDefault()).isEqualTo(10);
    assertThat(spec.maxInFlightOrDefault()).isZero();
    assertThat(spec.clearingOrDefault().policyOrDefault()).isEqualTo(ClearingPolicy.Clear);
    assertThat(spec.clearingOrDefault().maxAttemptsOrDefault()).isEqualTo(3);
    assertThat(spec.clearingOrDefault().drainPeriodOrDefault()).isEqualTo(Duration.ofSeconds(15));
    assertThat(spec.services().getFirst().workloadsOrDefault())
        .singleElement()
        .satisfies(
            workload -> {
              assertThat(workload.name()).isEqualTo("users");
              assertThat(workload.kindOrDefault()).isEqualTo(WorkloadKind.Deployment);
            });
  }

  @Test
  void aCheckThatSaysLittleHasItsDefaults() {
    CheckSpec check = yaml("{name: c, http: {service: {port: 80}}}", CheckSpec.class);
    HttpCheck http = Objects.requireNonNull(check.http());
    HttpServiceTarget target = Objects.requireNonNull(http.service());

    assertThat(check.timeoutOrDefault()).isEqualTo(Duration.ofMinutes(1));
    assertThat(check.whenOrDefault()).containsExactly(CheckMoment.AfterRollout);
    assertThat(http.methodOrDefault()).isEqualTo("GET");
    assertThat(http.expectOrDefault().statusOrDefault()).containsExactly(200);
    assertThat(http.tlsOrDefault().insecureOrDefault()).isFalse();
    assertThat(target.pathOrDefault()).isEqualTo("/");
    assertThat(target.schemeOrDefault()).isEqualTo("http");
  }

  @Test
  void aSecretEntryNamesOneOrSeveral() {
    assertThat(yaml("{name: a}", SecretSpec.class).allNames()).isEqualTo(List.of("a"));
    assertThat(yaml("{names: [a, b]}", SecretSpec.class).allNames()).isEqualTo(List.of("a", "b"));
  }

  /** The marker, because the client takes a text that begins with a brace for JSON. */
  private <T> T yaml(String text, Class<T> type) {
    return serialization.unmarshal("---\n" + text, type);
  }

  private static JsonNode tree(String yaml) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(yaml);
  }

  private static String resource(String path) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(RoundTripTest.class.getResourceAsStream(path), path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
