package dev.releaserecord.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class ApiFailureTest {

  /** The client's own code for it is -1. */
  @Test
  void noAnswerIsNotCalledAnAnswer() {
    Throwable thrown =
        catchThrowable(
            () -> KubernetesClientException.launderThrowable("failed", new ConnectException()));
    assertThat(ApiFailure.of(thrown))
        .isEqualTo(
            new ApiFailure.Unavailable("the API server cannot be reached (ConnectException)"));
  }
}
