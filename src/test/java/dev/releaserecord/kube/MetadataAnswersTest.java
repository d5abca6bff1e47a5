package dev.releaserecord.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.kube.Clients.MetadataAnswers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataAnswersTest {

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "PATCH, /apis/apps/v1/namespaces/gobee/deployments/users, true",
    "PATCH, /apis/apps/v1/namespaces/gobee/statefulsets/postgres, true",
    "PATCH, /apis/apps/v1/namespaces/gobee/daemonsets/agent, true",
    "PATCH, /apis/batch/v1/namespaces/gobee/cronjobs/nightly, true",
    "PATCH, /k8s/clusters/c-1/apis/apps/v1/namespaces/gobee/deployments/users, true",
    "GET,   /apis/apps/v1/namespaces/gobee/deployments/users, false",
    "PUT,   /apis/apps/v1/namespaces/gobee/deployments/users, false",
    "PATCH, /apis/apps/v1/namespaces/gobee/deployments/users/status, false",
    "PATCH, /apis/apps/v1/namespaces/gobee/deployments/users/scale, false",
    "PATCH, /apis/apps/v1/namespaces/gobee/replicasets/users-1, false",
    "PATCH, /apis/batch/v1/namespaces/gobee/jobs/nightly-1, false",
    "PATCH, /apis/releaserecord.dev/v1/namespaces/gobee/releaserecords/core/status, true",
    "PATCH, /apis/releaserecord.dev/v1/namespaces/gobee/releaserecords/core, false",
    "PATCH, /apis/events.k8s.io/v1/namespaces/gobee/events/core.1, false",
  })
  void onlyPatchesWhoseObjectTheWatchBrings(String method, String path, boolean applies) {
    assertThat(MetadataAnswers.appliesTo(method, path)).isEqualTo(applies);
  }
}
