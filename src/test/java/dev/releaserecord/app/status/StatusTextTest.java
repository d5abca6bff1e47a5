package dev.releaserecord.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.Documented;
import dev.releaserecord.app.record.Standing;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a person reads of a record that is applied. */
class StatusTextTest {

  private static final String RECORD =
      """
      apiVersion: releaserecord.dev/v1
      kind: ReleaseRecord
      metadata: {name: core, namespace: gobee, generation: 3}
      spec: {services: [{name: users}]}
      status:
        observedGeneration: 3
        digestSet: "sha256:1234"
        conditions:
        - type: Ready
          status: "False"
          reason: Stuck
          message: "1/3 verified; users: crash loop. users: it crashes"
          observedGeneration: 3
        plan:
        - {service: certs, workload: Deployment/certs, container: certs, from: "certs:1", to: "certs@sha256:2", restart: true, waitsFor: waits until users is verified (after)}
        checks: [{name: smoke, outcome: Failed, message: status 200 expected}]
        services:
        - name: users
          version: "1.4.0"
          phase: Stuck
          cause: CrashLoop
          ready: "0/2"
          message: "container users exits with 1; look at its log"
          workloads:
          - kind: Deployment
            name: users
            ready: "0/2"
            evidence: {pod: users-7f, container: users, exitCode: 1, reason: Error, log: "starting\\n\\e[31mno database"}
          - {kind: CronJob, name: users-nightly}
          secrets: [{name: users-rds, resolved: users-rds-1, missing: [PORT]}, {name: fine, resolved: fine}]
          checks: [{name: version, outcome: Passed}, {name: port, outcome: Pending}]
        - {name: certs, phase: Waiting, ready: "1/1", message: waits until users is verified (after)}
        - name: mail
          phase: Verified
          ready: "1/1"
          message: all pods are ready
          workloads: [{kind: Deployment, name: mail, ready: "1/1"}]
          warnings: [{reason: NoReadinessProbe, message: "Deployment/mail has none"}]
      """;

  private static Standing standing(String yaml) {
    return Standing.of(new KubernetesSerialization().unmarshal(yaml, ReleaseRecord.class));
  }

  private static String text(String yaml) {
    return StatusText.of(standing(yaml), Look.PLAIN);
  }

  @Test
  void whatIsWrongIsToldWithItsLastWords() {
    assertThat(text(RECORD))
        .isEqualTo(
            """
            ReleaseRecord core in namespace gobee: Stuck, 1/3 verified; users: crash loop. users: it crashes
            |  digest set sha256:1234
            |- users 1.4.0: Stuck (CrashLoop), 0/2 ready
            |  |- container users exits with 1; look at its log
            |  |- Deployment/users, 0/2 ready
            |  |  `- last words of users-7f/users, exit code 1, Error
            |  |        starting
            |  |        no database
            |  |- CronJob/users-nightly
            |  |- Secret users-rds: lacks PORT
            |  `- check port: Pending
            |- certs: Waiting, 1/1 ready
            |  `- waits until users is verified (after)
            |- mail: Verified, 1/1 ready
            |  `- warning NoReadinessProbe: Deployment/mail has none
            `- check of the whole record smoke: Failed, status 200 expected

            NOT DONE YET
            `- Deployment/certs: certs:1 -> certs@sha256:2
               `- waits until users is verified (after)
            """);
  }

  @Test
  void aTerminalGetsColoursAndBoxes() {
    assertThat(StatusText.of(standing(RECORD), new Look(true, true)).lines())
        .contains(
            "ReleaseRecord core in namespace gobee: \u001b[31mStuck\u001b[0m, 1/3 verified; users:"
                + " crash loop. users: it crashes",
            "│  digest set sha256:1234",
            "├─ users 1.4.0: \u001b[31mStuck (CrashLoop)\u001b[0m, 0/2 ready",
            "├─ mail: \u001b[32mVerified\u001b[0m, 1/1 ready",
            "└─ Deployment/certs: certs:1 -> certs@sha256:2");
  }

  @Test
  void thePageShowsWhatIsPrinted() throws IOException {
    Standing standing =
        standing(Files.readString(Path.of("src/test/resources/report/two-built.yaml")));
    Documented.holds("status core", StatusText.of(standing, new Look(false, true)));
  }

  /** A Ready that speaks of an older spec says nothing of this one. */
  @Test
  void aStatusOfAnOlderSpecIsNotBelieved() {
    assertThat(text(RECORD.replace("generation: 3}", "generation: 4}")))
        .startsWith(
            "ReleaseRecord core in namespace gobee: the operator has not looked at the newest spec"
                + " yet; is it running?\n");
  }
}
