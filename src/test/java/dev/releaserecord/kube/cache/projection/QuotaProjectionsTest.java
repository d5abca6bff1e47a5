package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Quota;
import dev.releaserecord.rollout.VolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotaProjectionsTest {

  private static Quota quota(String status) {
    return QuotaProjections.of(
            Manifest.read(ResourceQuota.class, "metadata: {name: q}\nstatus: " + status))
        .orElseThrow();
  }

  @Test
  void quantitiesAreComparedAsNumbers() {
    Quota quota =
        quota(
            """

              hard: {requests.memory: 1Gi, requests.cpu: "1", pods: "10", services: "5",
                     limits.cpu: "2", limits.memory: 2G, secrets: "0"}
              used: {requests.memory: 1024Mi, requests.cpu: 900m, pods: "10", services: "9",
                     limits.cpu: 2000m, limits.memory: 1Gi, secrets: "0"}
            """);

    assertThat(quota)
        .isEqualTo(
            new Quota(
                "q",
                List.of(
                    "limits.cpu: 2000m of 2",
                    "pods: 10 of 10",
                    "requests.memory: 1024Mi of 1Gi",
                    "secrets: 0 of 0",
                    "services: 9 of 5")));
  }

  @Test
  void whatNobodyCountedYetIsNotUsedUp() {
    assertThat(quota("{hard: {pods: \"10\"}}").exhausted()).isEmpty();
    assertThat(quota("{}").exhausted()).isEmpty();
    assertThat(quota("null").exhausted()).isEmpty();
  }

  @Test
  void aVolumeClaimIsPendingUntilSomebodySaysOtherwise() {
    String bound =
        """
        metadata: {name: data-web-0}
        spec: {storageClassName: fast}
        status: {phase: Bound}
        """;
    assertThat(ClaimProjections.of(Manifest.read(PersistentVolumeClaim.class, bound)))
        .contains(new VolumeClaim("data-web-0", "Bound", "fast"));
    assertThat(
            ClaimProjections.of(
                Manifest.read(PersistentVolumeClaim.class, "metadata: {name: data}\nspec: {}")))
        .contains(new VolumeClaim("data", "Pending", ""));
  }
}
