package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobProjectionsTest {

  private static final String JOB =
      """
      metadata:
        name: nightly-29384
        uid: uid-1
        creationTimestamp: "2026-11-21T11:00:00Z"
        ownerReferences: [{kind: CronJob, name: nightly, uid: uid-c, controller: true}]
      spec:
        template:
          spec:
            initContainers: [{name: fetch, image: "repo/fetch:1"}]
            containers: [{name: app, image: "repo/nightly:1"}]
      status:
        conditions:
        - {type: FailureTarget, status: "True", lastTransitionTime: "2026-11-21T11:00:01Z"}
      """;

  private static Optional<JobRun> read(String yaml) {
    return JobProjections.of(Manifest.read(Job.class, yaml));
  }

  private static String with(String condition) {
    return JOB.replace("conditions:\n", "conditions:\n  - " + condition + "\n");
  }

  @Test
  void aRunOfACronJob() {
    assertThat(read(JOB))
        .contains(
            new JobRun(
                new JobRun.Identity(
                    "nightly-29384", "uid-1", Instant.parse("2026-11-21T11:00:00Z")),
                new WorkloadKey(Kind.CronJob, "nightly"),
                Map.of("fetch", "repo/fetch:1", "app", "repo/nightly:1"),
                null));
    assertThat(read(JOB.replace("kind: CronJob", "kind: Workflow"))).isEmpty();
  }

  @Test
  void howItEnded() {
    Instant at = Instant.parse("2026-11-21T11:02:00Z");
    String time = "lastTransitionTime: \"2026-11-21T11:02:00Z\"}";

    assertThat(read(with("{type: Complete, status: \"True\", " + time)).orElseThrow().end())
        .isEqualTo(new JobRun.End(at, false, ""));
    assertThat(
            read(with(
                    "{type: Failed, status: \"True\", reason: BackoffLimitExceeded,"
                        + " message: Job has reached the specified backoff limit, "
                        + time))
                .orElseThrow()
                .end())
        .isEqualTo(
            new JobRun.End(
                at,
                true,
                "failed: BackoffLimitExceeded, Job has reached the specified backoff limit"));
    assertThat(read(with("{type: Failed, status: \"True\", " + time)).orElseThrow().end())
        .isEqualTo(new JobRun.End(at, true, "failed"));
    assertThat(read(with("{type: Failed, status: \"False\", " + time)).orElseThrow().end())
        .isNull();
  }
}
