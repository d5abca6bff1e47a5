package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.daemonSet;
import static dev.releaserecord.rollout.diagnosis.Case.deployment;
import static dev.releaserecord.rollout.diagnosis.Case.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A refusal that stays the same reads the same, whatever the pod of the attempt is called. */
class CreationFaultsTest {

  private static final String QUOTA = "exceeded quota: q, limited: pods=1";
  private static final String WEBHOOK = "admission webhook \"a.io\" denied the request: resource ";

  record Attempts(Case one, Case other, String seen) {}

  static Stream<Attempts> attempts() {
    return Stream.of(
        new Attempts(
            deployment().cannotCreate("pods \"users-new-b2c4d\" is forbidden: " + QUOTA),
            deployment().cannotCreate("pods \"users-new-x5z7w\" is forbidden: " + QUOTA),
            "cannot make more pods: " + QUOTA),
        new Attempts(
            deployment().cannotCreate(WEBHOOK + "Pod/fx/users-new-b2c4d was blocked"),
            deployment().cannotCreate(WEBHOOK + "Pod/fx/users-new-x5z7w was blocked"),
            "cannot make pods: " + WEBHOOK + "Pod/fx/users-new was blocked"),
        new Attempts(
            daemonSet().failedCreate(5, "Error creating: pods \"users-\" is forbidden: no"),
            daemonSet()
                .failedCreate(
                    5,
                    "(combined from similar events): Error creating: pods \"users-b2c4d\" is"
                        + " forbidden: no"),
            "cannot make pods: no"),
        new Attempts(
            statefulSet()
                .failedCreate(
                    5,
                    "create Pod users-0 in StatefulSet users failed error: Pod \"users-0\" is"
                        + " invalid: spec.containers[0].image: Required value"),
            statefulSet()
                .failedCreate(
                    5,
                    "create Pod users-0 in StatefulSet users failed error:"
                        + " spec.containers[0].image: Required value"),
            "cannot make pods: spec.containers[0].image: Required value"));
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void eachAttemptReadsTheSame(Attempts attempts) {
    assertThat(attempts.one().root().seen()).isEqualTo(attempts.seen());
    assertThat(attempts.other().root().seen()).isEqualTo(attempts.seen());
  }

  @Test
  void aQuotaThatIsNotCountedYetMayPass() {
    Case seen =
        deployment()
            .cannotCreate(
                "pods \"users-new-b2c4d\" is forbidden: status unknown for quota: q, resources:"
                    + " pods");

    assertThat(seen.root().cause()).isEqualTo(Cause.QuotaExceeded);
  }
}
