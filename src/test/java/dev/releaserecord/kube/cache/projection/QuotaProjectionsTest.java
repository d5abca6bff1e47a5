package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Quota;
import dev.releaserecord.rollout.Quota.Room;
import dev.releaserecord.rollout.Strategy.Demand;
import dev.releaserecord.rollout.VolumeClaim;
import dev.releaserecord.rollout.VolumeClaim.Access;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    assertThat(quota.exhausted())
        .containsExactly(
            "limits.cpu: 2000m of 2",
            "pods: 10 of 10",
            "requests.memory: 1024Mi of 1Gi",
            "secrets: 0 of 0",
            "services: 9 of 5");
    assertThat(quota.rooms())
        .containsExactly(
            new Room("limits.cpu", 0),
            new Room("limits.memory", 926_258_176_000L),
            new Room("pods", 0),
            new Room("requests.cpu", 100),
            new Room("requests.memory", 0));
  }

  @Test
  void aQuotaOverSomePodsOnlyLeavesNoRoomToSpeakOf() {
    ResourceQuota quota =
        Manifest.read(
            ResourceQuota.class,
            """
            metadata: {name: q}
            spec: {scopes: [BestEffort]}
            status: {hard: {pods: "1"}, used: {pods: "1"}}
            """);
    assertThat(QuotaProjections.of(quota).orElseThrow().rooms()).isEmpty();
  }

  @Test
  void whatOneMorePodWouldNotFind() {
    Quota quota =
        quota(
            """

              hard: {pods: "10", requests.cpu: "1", limits.memory: 1Gi}
              used: {pods: "9", requests.cpu: 600m, limits.memory: 0}
            """);
    long gibi = 1_024L * 1_024 * 1_024_000;
    assertThat(quota.lacks(Demand.NONE)).isEmpty();
    assertThat(quota.lacks(new Demand(400, gibi, 9_000, gibi))).isEmpty();
    assertThat(quota.lacks(new Demand(401, 0, 0, gibi + 1)))
        .containsExactly("limits.memory", "requests.cpu");
  }

  @ParameterizedTest
  @CsvSource({
    "'[ReadWriteOnce]', ReadWriteOnce",
    "'[ReadWriteOncePod]', ReadWriteOncePod",
    "'[ReadWriteOncePod, ReadWriteOnce]', ReadWriteOnce",
    "'[ReadWriteOnce, ReadOnlyMany]', Many",
    "'[ReadWriteMany]', Many",
    "'[]', Many",
    "'null', Many",
  })
  void byHowManyAVolumeCanBeMounted(String modes, Access access) {
    PersistentVolumeClaim claim =
        Manifest.read(
            PersistentVolumeClaim.class,
            "metadata: {name: data}\nspec: {accessModes: %s}".formatted(modes));
    assertThat(ClaimProjections.of(claim).orElseThrow().access()).isEqualTo(access);
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
