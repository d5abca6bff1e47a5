package dev.releaserecord.app.status;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.record.Standing;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** A record of two services on its way, as YAML that a test changes. */
final class Standings {

  static final String BEGUN =
      """
      apiVersion: releaserecord.dev/v1
      kind: ReleaseRecord
      metadata: {name: core, namespace: gobee, generation: 3}
      spec: {services: []}
      status:
        digestSet: "sha256:1"
        summary: "1/2 verified; users: rolling out"
        services:
        - {name: users, version: "1.4.0", phase: RollingOut, ready: "0/2", since: "2026-11-30T22:06:10Z", message: pods are being replaced, checks: [{name: version, outcome: Pending}]}
        - {name: mail, phase: Verified, ready: "1/1", since: "2026-11-30T21:00:00Z", message: all pods are ready}
        conditions:
        - {type: Ready, status: "False", reason: RollingOut, message: "1/2 verified; users: rolling out", observedGeneration: 3}
      """;

  /** The same, when the pods of users cannot pull their image. */
  static final String STUCK =
      BEGUN
          .replace("phase: RollingOut", "phase: Stuck, cause: ImageNotFound")
          .replace("pods are being replaced", "push it")
          .replace("reason: RollingOut", "reason: Stuck")
          .replace("users: rolling out", "users: image not found");

  /** The same, when all is well. */
  static final String DONE =
      BEGUN
          .replace("phase: RollingOut, ready: \"0/2\"", "phase: Verified, ready: \"2/2\"")
          .replace("pods are being replaced", "all pods are ready")
          .replace("outcome: Pending", "outcome: Passed, at: \"2026-11-30T22:07:00Z\", took: 0.1s")
          .replace("status: \"False\", reason: RollingOut", "status: \"True\", reason: Verified")
          .replace("1/2 verified; users: rolling out", "2/2 verified");

  private Standings() {}

  static Standing of(String yaml) {
    return Standing.of(new KubernetesSerialization().unmarshal(yaml, ReleaseRecord.class));
  }
}
