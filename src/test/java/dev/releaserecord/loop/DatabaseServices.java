package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.cluster.AuditLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The services of the record {@code core}, each of which holds a connection to a database. */
record DatabaseServices(Scene scene, Postgres postgres, List<String> names) {

  /** A kubelet starts what crashes anew after 10, 20, 40 seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Deployments that were written, in this order. */
  List<String> restarts(AuditLog.Mark since) {
    return written(since, "patch", "deployments");
  }

  /** Jobs that were made. */
  List<String> jobs(AuditLog.Mark since) {
    return written(since, "create", "jobs");
  }

  private List<String> written(AuditLog.Mark since, String verb, String resource) {
    return scene.requestsSince(since).stream()
        .filter(it -> it.verb().equals(verb) && it.resource().equals(resource))
        .map(AuditLog.Request::name)
        .toList();
  }

  /** Each of them once. */
  void awaitRestarted(AuditLog.Mark since) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Scene.POLL)
        .untilAsserted(() -> assertThat(restarts(since)).hasSize(names.size()));
    awaitWhole();
  }

  /** All are verified with what the Secret holds now, the last one too. */
  void awaitWhole() {
    Scene.eventually(
        () ->
            assertThat(scene.status("core").services())
                .allSatisfy(
                    service -> {
                      assertThat(service.phase()).isEqualTo(Phase.Verified);
                      assertThat(service.secrets())
                          .extracting(SecretStatus::stalePods)
                          .containsExactly(0);
                    }));
    scene.awaitReady("core");
  }

  /** None holds the connection that it had. */
  void assertAllNew(Map<String, String> before) {
    Scene.eventually(
        () ->
            assertThat(postgres.sessions(DatabaseManifests.ROLE))
                .containsOnlyKeys(names)
                .allSatisfy((name, pid) -> assertThat(pid).isNotEqualTo(before.get(name))));
  }

  /** When each check was asked, and what came of it. */
  List<String> checks() {
    return scene.status("core").services().stream()
        .flatMap(service -> service.checks().stream())
        .map(
            check ->
                Objects.requireNonNullElse(check.when(), CheckMoment.AfterRollout)
                    + " "
                    + check.outcome())
        .toList();
  }
}
