package dev.releaserecord.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server takes, completes and refuses, with no operator anywhere near. */
@ExtendWith(ClusterExtension.class)
class ReleaseRecordAdmissionIT {

  private static final int MOST_SERVICES = 256;
  private static final String SET = "sha256:" + "a".repeat(64);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final String namespace;

  ReleaseRecordAdmissionIT(KubernetesClient client, TestNamespace namespace) {
    this.client = client;
    this.namespace = namespace.name();
  }

  static List<AdmissionCase> bad() {
    return AdmissionCase.in("bad");
  }

  static List<AdmissionCase> good() {
    return AdmissionCase.in("good");
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesAndSaysWhatToWrite(AdmissionCase it) {
    Status status = refusal(it.body());

    if (status.getCode() == 400) {
      assertThat(status.getMessage()).contains(it.says()).contains(it.field());
    } else {
      assertThat(status.getCode()).isEqualTo(422);
      assertThat(status.getDetails().getCauses())
          .as(status.getMessage())
          .anySatisfy(cause -> assertSays(cause, it));
    }
  }

  private static void assertSays(StatusCause cause, AdmissionCase it) {
    String field = it.field().isEmpty() ? "<nil>" : it.field();
    assertThat(Objects.toString(cause.getField(), "<nil>")).isEqualTo(field);
    assertThat(cause.getMessage()).contains(it.says());
  }

  @ParameterizedTest
  @MethodSource("good")
  void takesAndCompletes(AdmissionCase it) {
    JsonNode created = JSON.valueToTree(create(it.body()));

    assertPart(it.name(), it.expect(), created);
  }

  /** Every field and element of the part stands in the whole; more may. */
  private static void assertPart(String path, JsonNode part, JsonNode whole) {
    if (part.isObject()) {
      part.properties()
          .forEach(
              field ->
                  assertPart(
                      path + "." + field.getKey(), field.getValue(), whole.path(field.getKey())));
    } else if (part.isArray()) {
      assertThat(whole).as(path).hasSize(part.size());
      IntStream.range(0, part.size())
          .forEach(i -> assertPart(path + "[" + i + "]", part.get(i), whole.get(i)));
    } else if (!part.isMissingNode()) {
      assertThat(whole).as(path).isEqualTo(part);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 255})
  void takesRecordsOfFullSizeWhereEachServiceIsAfterSomeOthers(int others) {
    ReleaseRecord created =
        createRecord(
            i ->
                IntStream.range(Math.max(0, i - others), i).mapToObj(n -> "service-" + n).toList());

    assertThat(created.getSpec().services()).hasSize(MOST_SERVICES);
    assertThat(created.getSpec().services().getLast().after()).hasSize(others);
  }

  @Test
  void namesTheOneServiceOfAFullSizeRecordThatIsAfterNobody() {
    KubernetesClientException refused =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> createRecord(i -> List.of(i == 200 ? "nobody" : "service-0")));

    assertThat(refused.getStatus().getMessage()).contains("service-200 is after nobody");
  }

  @Test
  void aRecordIsNotReadyFromItsCreationOn() {
    ReleaseRecord created = createRecord(_ -> List.of());

    assertThat(created.getStatus().observedGeneration()).isEqualTo(-1);
    assertThat(created.getStatus().conditions())
        .singleElement()
        .satisfies(
            ready -> {
              assertThat(ready.getType()).isEqualTo("Ready");
              assertThat(ready.getStatus()).isEqualTo("Unknown");
              assertThat(ready.getReason()).isEqualTo("Pending");
              assertThat(ready.getObservedGeneration()).isEqualTo(-1);
            });
  }

  @Test
  void aStatusThatSomebodyForgesAtCreationIsReplaced() {
    ReleaseRecord forged = record(_ -> List.of());
    forged.setStatus(statusOf(ready("True")));

    ReleaseRecord created = client.resource(forged).create();

    assertThat(created.getStatus().observedGeneration()).isEqualTo(-1);
    assertThat(created.getStatus().conditions())
        .singleElement()
        .satisfies(ready -> assertThat(ready.getStatus()).isEqualTo("Unknown"));
  }

  @Test
  void aStatusThatSomebodyForgesByAnUpdateIsIgnored() {
    ReleaseRecord created = createRecord(_ -> List.of());
    created.setStatus(statusOf(ready("True")));

    ReleaseRecord updated = client.resource(created).update();

    assertThat(updated.getStatus().observedGeneration()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"True", "False", "Unknown"})
  void takesTheStatusOfTheOperator(String value) {
    ReleaseRecord created = createRecord(_ -> List.of());
    created.setStatus(statusOf(ready(value)));

    ReleaseRecord updated = client.resource(created).updateStatus();

    assertThat(updated.getStatus()).isEqualTo(created.getStatus());
  }

  @Test
  void anApprovalCannotBeChangedAndCanBeDeleted() {
    ReleaseApproval approval = new ReleaseApproval();
    approval.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName("approval").build());
    approval.setSpec(new ReleaseApprovalSpec("core", SET, "alice", null, null));
    ReleaseApproval created = client.resource(approval).create();
    created.setSpec(new ReleaseApprovalSpec("core", SET, "mallory", null, null));

    KubernetesClientException refused =
        catchThrowableOfType(
            KubernetesClientException.class, () -> client.resource(created).update());

    assertThat(refused.getStatus().getMessage())
        .contains("an approval cannot be changed: delete it and create another one");
    assertThat(client.resource(created).delete()).isNotEmpty();
  }

  private Status refusal(GenericKubernetesResource body) {
    KubernetesClientException refused =
        catchThrowableOfType(KubernetesClientException.class, () -> create(body));
    assertThat(refused).as("the API server took it").isNotNull();
    return refused.getStatus();
  }

  private GenericKubernetesResource create(GenericKubernetesResource body) {
    body.getMetadata().setNamespace(namespace);
    return client.resource(body).fieldValidation(FieldValidateable.Validation.STRICT).create();
  }

  private ReleaseRecord createRecord(IntFunction<List<String>> after) {
    return client.resource(record(after)).create();
  }

  private ReleaseRecord record(IntFunction<List<String>> after) {
    ReleaseRecord record = new ReleaseRecord();
    record.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withGenerateName("record-").build());
    record.setSpec(
        spec(IntStream.range(0, MOST_SERVICES).mapToObj(i -> service(i, after)).toList()));
    return record;
  }

  private static ServiceSpec service(int number, IntFunction<List<String>> after) {
    return new ServiceSpec(
        "service-" + number,
        null,
        "ghcr.io/example/service-" + number,
        SET,
        null,
        after.apply(number),
        null,
        null,
        List.of(),
        List.of(),
        List.of());
  }

  private static ReleaseRecordSpec spec(List<ServiceSpec> services) {
    return new ReleaseRecordSpec(
        null, null, null, null, null, null, null, List.of(), null, null, null, null, null,
        List.of(), List.of(), List.of(), services);
  }

  private static ReleaseRecordStatus statusOf(Condition condition) {
    return new ReleaseRecordStatus(
        1L,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(condition));
  }

  private static Condition ready(String value) {
    return new ConditionBuilder()
        .withType("Ready")
        .withStatus(value)
        .withReason("Verified")
        .withMessage("5/5 verified")
        .withObservedGeneration(1L)
        .withLastTransitionTime("2026-11-21T08:00:00Z")
        .build();
  }
}
