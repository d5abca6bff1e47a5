package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.daemonSet;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is forbidden is said, stops nothing else, and heals by itself. */
@NeedsKwok
class RbacIT {

  private final Scene scene;
  private final LimitedUser user;

  RbacIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.user = new LimitedUser(scene);
  }

  /** Each test has an operator of its own, which must not find the records of another. */
  @AfterEach
  void deleteTheRecords() {
    scene.kubectl("delete", "rr", "--all", "--timeout=10s");
  }

  @Test
  void aMissingRightToPatchIsNamedAndHealsOnceItIsGranted() {
    scene.apply(
        deployment("unpatched", "registry.example.com/team/unpatched:1"),
        daemonSet("agent", containers("agent", "registry.example.com/team/agent:1")));
    String without =
        LimitedUser.ROLE.replace(
            "resources: [deployments], verbs: [get, list, watch, patch]",
            "resources: [deployments], verbs: [get, list, watch]");
    try (LocalOperator operator = user.limitedTo(without, "patch", "deployments.apps")) {
      scene.apply(
          record(
              "unpatched",
              """
              services:
              - {name: unpatched, digest: "%s"}
              - {name: agent, digest: "%s", workloads: [{kind: DaemonSet, name: agent}]}
              """
                  .formatted(digest("1"), digest("1"))));
      assertThat(scene.awaitStalled("unpatched", "Forbidden").getMessage())
          .contains("cannot patch resource", "deployments", LimitedUser.USER);
      scene.awaitPhase("unpatched", "agent", Phase.Verified, "");
      assertThat(scene.image("unpatched")).isEqualTo("registry.example.com/team/unpatched:1");
      assertThat(failures(operator, "unpatched", "Forbidden")).isPositive();
      assertThat(
              operator.metric(
                  "releaserecord_stalled", "name=\"unpatched\"", "reason=\"Forbidden\""))
          .isEqualTo(1);

      scene.apply(LimitedUser.ROLE);
      await()
          .atMost(LimitedUser.HEALING)
          .untilAsserted(
              () -> assertThat(scene.image("unpatched")).isEqualTo(image("unpatched", "1")));
      scene.awaitReady("unpatched");
      assertThat(scene.condition("unpatched", "Stalled")).isEmpty();
    }
  }

  @Test
  void aKindThatMayNotBeListedIsSaidAndTheOthersWork() {
    scene.apply(
        deployment("listed", "registry.example.com/team/listed:1"),
        daemonSet("unlisted", containers("unlisted", "registry.example.com/team/unlisted:1")));
    String without =
        LimitedUser.ROLE.replace(
            "resources: [daemonsets], verbs: [get, list, watch, patch]",
            "resources: [daemonsets], verbs: [patch]");
    try (LocalOperator operator = user.limitedTo(without, "list", "daemonsets.apps")) {
      scene.apply(
          record(
              "listing",
              """
              services:
              - {name: listed, digest: "%s"}
              - {name: unlisted, digest: "%s", workloads: [{kind: DaemonSet, name: unlisted}]}
              - {name: absent, digest: "%s", workloads: [{kind: DaemonSet, name: absent}]}
              """
                  .formatted(digest("1"), digest("1"), digest("1"))));
      scene.awaitPhase("listing", "listed", Phase.Verified, "");
      assertThat(scene.image("listed")).isEqualTo(image("listed", "1"));
      assertThat(scene.awaitPhase("listing", "unlisted", Phase.Waiting, "").message())
          .contains("cannot list resource", "daemonsets", LimitedUser.USER);
      assertThat(operator.health().problems())
          .anySatisfy(problem -> assertThat(problem).contains("daemonsets"));

      scene.apply(LimitedUser.ROLE);
      await()
          .atMost(LimitedUser.HEALING)
          .untilAsserted(
              () ->
                  assertThat(scene.image("DaemonSet", "unlisted", "unlisted"))
                      .isEqualTo(image("unlisted", "1")));
      scene.awaitPhase("listing", "unlisted", Phase.Verified, "");
      scene.awaitPhase("listing", "absent", Phase.Waiting, "WorkloadNotFound");
    }
  }

  /** Nothing of that kind is there: nothing that appears could wake the record. */
  @Test
  void anEmptyListThatMayBeReadAtLastIsNoticed() {
    String without =
        LimitedUser.ROLE.replace(
            "resources: [statefulsets], verbs: [get, list, watch, patch]",
            "resources: [statefulsets], verbs: [patch]");
    try (LocalOperator _ = user.limitedTo(without, "list", "statefulsets.apps")) {
      scene.apply(
          record(
              "empty",
              """
              services:
              - {name: none, digest: "%s", workloads: [{kind: StatefulSet, name: none}]}
              """
                  .formatted(digest("1"))));
      assertThat(scene.awaitPhase("empty", "none", Phase.Waiting, "").message())
          .contains("cannot list resource", "statefulsets");
      scene.apply(LimitedUser.ROLE);
      await()
          .atMost(LimitedUser.HEALING)
          .untilAsserted(
              () ->
                  assertThat(scene.service("empty", "none").cause()).isEqualTo("WorkloadNotFound"));
    }
  }

  @Test
  void rightsThatCanBeDoneWithoutAreNamedWhereACauseMayBeMissing() {
    scene.apply(deployment("fail-crash", "registry.example.com/team/fail-crash:1"));
    try (LocalOperator operator = user.unlimited()) {
      scene.apply(record("unseen", "fail-crash", "1"));
      scene.awaitPhase("unseen", "fail-crash", Phase.Stuck, "CrashLoop");
      Scene.eventually(
          () ->
              assertThat(rolledOut("unseen"))
                  .isEqualTo(
                      "not ready yet: fail-crash; not looked at for lack of rights:"
                          + " list nodes (a ClusterRole), list replicasets,"
                          + " list controllerrevisions, list events, list resourcequotas,"
                          + " list persistentvolumeclaims, list horizontalpodautoscalers,"
                          + " list secrets, list configmaps, get pods/log"));
      assertThat(scene.service("unseen", "fail-crash").warnings())
          .anySatisfy(
              warning -> {
                assertThat(warning.reason()).isEqualTo("LogsUnavailable");
                assertThat(warning.message()).contains("may not get pods/log");
              });
      assertThat(operator.health().problems()).as("it is no fault").isEmpty();

      scene.apply(
          LimitedUser.ROLE
              + """
              - {apiGroups: [apps], resources: [replicasets], verbs: [list, watch]}
              - {apiGroups: [apps], resources: [controllerrevisions], verbs: [list, watch]}
              - {apiGroups: [""], resources: [events, resourcequotas], verbs: [list, watch]}
              - {apiGroups: [""], resources: [persistentvolumeclaims], verbs: [list, watch]}
              - {apiGroups: [autoscaling], resources: [horizontalpodautoscalers], verbs: [list, watch]}
              - {apiGroups: [""], resources: [secrets, configmaps], verbs: [get, list, watch]}
              """);
      await()
          .atMost(LimitedUser.HEALING.multipliedBy(2))
          .untilAsserted(
              () ->
                  assertThat(rolledOut("unseen"))
                      .contains("lack of rights: list nodes (a ClusterRole)")
                      .doesNotContain(
                          "replicasets",
                          "revisions",
                          "events",
                          "quotas",
                          "claims",
                          "scalers",
                          "secrets",
                          "configmaps"));
    }
  }

  private String rolledOut(String record) {
    return scene.condition(record, "RolledOut").orElseThrow().getMessage();
  }

  private double failures(LocalOperator operator, String record, String reason) {
    return operator.metric(
        "releaserecord_reconcile_failures_total",
        "name=\"" + record + "\"",
        "reason=\"" + reason + "\"");
  }
}
