package dev.releaserecord.fault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "PATCH, /apis/apps/v1/namespaces/n/deployments/users?fieldManager=x, PATCH deployments/users",
    "PATCH, /apis/releaserecord.dev/v1/namespaces/n/releaserecords/core/status, PATCH"
        + " releaserecords/core/status",
    "POST, /apis/events.k8s.io/v1/namespaces/n/events, POST events",
    "PATCH, /apis/events.k8s.io/v1/namespaces/n/events/core.1234, PATCH events",
    "POST, /api/v1/namespaces/n/pods/users-1/eviction, POST pods/eviction",
    "DELETE, /api/v1/namespaces/n/pods/users-1, DELETE pods",
    "POST, /api/v1/namespaces, POST namespaces",
    "PATCH, /api/v1/nodes/node1/status, PATCH nodes/node1/status",
  })
  void aWriteIsFoundAgainInAnotherRun(String method, String uri, String signature) {
    Target target = Target.of(URI.create(uri));
    assertThat(target.written(method)).isTrue();
    assertThat(new Write(method, target, MissingNode.getInstance()).signature())
        .isEqualTo(signature);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/namespaces/n/pods",
    "POST, /apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    "GET, /version"
  })
  void aQuestionIsNoWrite(String method, String uri) {
    assertThat(Target.of(URI.create(uri)).written(method)).isFalse();
  }
}
