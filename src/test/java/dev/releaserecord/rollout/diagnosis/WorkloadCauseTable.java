package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.deployment;
import static dev.releaserecord.rollout.diagnosis.CauseTable.row;
import static dev.releaserecord.rollout.diagnosis.PodCase.readyPod;

import dev.releaserecord.rollout.diagnosis.CauseTable.Row;
import java.util.stream.Stream;

/** The causes that sit in a workload itself. */
final class WorkloadCauseTable {

  private WorkloadCauseTable() {}

  static Stream<Row> rows() {
    return Stream.of(
        row(
            Cause.QuotaExceeded,
            deployment()
                .cannotCreate(
                    "pods \"users-x\" is forbidden: exceeded quota: q, requested: pods=1, used:"
                        + " pods=1, limited: pods=1"),
            "",
            "ResourceQuota q",
            "limited: pods=1"),
        row(
            Cause.AdmissionDenied,
            deployment()
                .cannotCreate(
                    "pods \"users-x\" is forbidden: maximum memory usage per Container is 64Mi, but"
                        + " limit is 128Mi"),
            "",
            "64Mi",
            "128Mi"),
        row(
            Cause.Paused,
            deployment().stopped().counts(1, 1, 0, 1).with(readyPod("p").old()),
            "",
            "kubectl rollout resume deployment/users"),
        row(
            Cause.Paused,
            deployment().stopped().noRevisions().counts(1, 0, 0, 0),
            "",
            "Deployment/users is paused"),
        row(
            Cause.StaleRevision,
            Case.daemonSet().onDelete().counts(1, 1, 0, 1).with(readyPod("p").old()),
            "pod p",
            "OnDelete"));
  }
}
