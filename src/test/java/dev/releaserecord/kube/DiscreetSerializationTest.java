package dev.releaserecord.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class DiscreetSerializationTest {

  private final DiscreetSerialization serialization = new DiscreetSerialization();

  private Status read(int code, String message, String field) {
    return serialization.unmarshal(
        """
        {"kind": "Status", "apiVersion": "v1", "code": %d, "reason": "Invalid", "message": "%s",
         "details": {"name": "users", "causes": [
           {"reason": "FieldValueInvalid", "field": "%s", "message": "Invalid value: hunter2"}]}}
        """
            .formatted(code, message, field),
        Status.class);
  }

  @Test
  void errorsLoseWhatTheyQuote() {
    for (int code : new int[] {400, 404, 409, 410, 422, 500}) {
      Status status = read(code, "cannot use hunter2", "spec.template.spec.env");
      assertThat(status.toString()).doesNotContain("hunter2").contains("env", "FieldValueInvalid");
      assertThat(new KubernetesClientException(status).toString()).doesNotContain("hunter2");
      assertThat(status.getCode()).isEqualTo(code);
    }
  }

  @Test
  void whatMustBeSaidIsKept() {
    assertThat(read(403, "users is forbidden", "spec").getMessage())
        .isEqualTo("users is forbidden");
    assertThat(read(500, "etcdserver: request is too large", "spec").getMessage())
        .isEqualTo("request is too large");
    for (String field : new String[] {"", "spec.template.spec.containers[0].image"}) {
      Status denied = read(422, "denied", field);
      assertThat(ApiFailure.of(new KubernetesClientException("", 422, denied)).message())
          .contains("Invalid value: hunter2");
    }
    assertThat(
            ApiFailure.of(
                    new KubernetesClientException("", 422, read(422, "denied", "spec.replicas")))
                .message())
        .isEqualTo("spec.replicas: FieldValueInvalid");
  }

  @Test
  void objectsAreReadAsTheyAre() {
    String text =
        "{\"kind\": \"ConfigMap\", \"apiVersion\": \"v1\", \"data\": {\"a\": \"hunter2\"}}";
    assertThat(serialization.unmarshal(text, ConfigMap.class).getData())
        .containsEntry("a", "hunter2");
  }
}
