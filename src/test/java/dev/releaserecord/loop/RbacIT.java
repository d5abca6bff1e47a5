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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is forbidden is said, stops nothing else, and heals by itself. */
@NeedsKwok
class RbacIT {

  private static final String USER = "limited-operator";
  private static final Duration HEALING = Duration.ofSeconds(60);

  /** All that the loop needs in its namespace. */
  private static final String ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: limited-operator}
      rules:
      - {apiGroups: [releaserecord.dev], resources: [releaserecords], verbs: [get, list, watch]}
      - {apiGroups: [releaserecord.dev], resources: [releaserecords/status], verbs: [patch]}
      - {apiGroups: [apps], resources: [deployments], verbs: [get, list, watch, patch]}
      - {apiGroups: [apps], resources: [statefulsets], verbs: [get, list, watch, patch]}
      - {apiGroups: [apps], resources: [daemonsets], verbs: [get, list, watch, patch]}
      - {apiGroups: [batch], resources: [cronjobs], verbs: [get, list, watch, patch]}
      - {apiGroups: [batch], resources: [jobs], verbs: [get, list, watch]}
      - {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
      - {apiGroups: [""], resources: [configmaps], resourceNames: [release-hold], verbs: [list, watch]}
      - {apiGroups: [events.k8s.io], resources: [events], verbs: [create, get, update, patch]}
      """;

  private static final String BINDING =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: limited-operator}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: limited-operator}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: limited-operator}]
      """;

  private final Scene scene;

  RbacIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  /** Each test has an operator of its own, which must not find the records of another. */
  @AfterEach
  void deleteTheRecords() {
    scene.kubectl("delete", "rr", "--all", "--timeout=10s");
  }

  /** Returns when that verb is missing, and no other. */
  private LocalOperator limitedTo(String role, String verb, String resource) {
    scene.apply(role, BINDING);
    Scene.eventually(
        () -> {
          assertThat(may("list", "pods")).isTrue();
          assertThat(may(verb, resource)).isFalse();
        });
    return start();
  }

  private LocalOperator unlimited() {
    scene.apply(ROLE, BINDING);
    Scene.eventually(
        () -> {
          for (String resource :
              List.of("deployments.apps", "statefulsets.apps", "daemonsets.apps")) {
            assertThat(may("list", resource) && may("patch", resource)).isTrue();
          }
        });
    return start();
  }

  private boolean may(String verb, String resource) {
    return scene.tryKubectl("auth", "can-i", verb, resource, "--as=" + USER).exitCode() == 0;
  }

  private LocalOperator start() {
    return LocalOperator.start(
        scene.cluster().kubeconfigFor(USER), scene.namespace(), scene.version());
  }

  @Test
  void aMissingRightToPatchIsNamedAndHealsOnceItIsGranted() {
    scene.apply(
        deployment("unpatched", "registry.example.com/team/unpatched:1"),
        daemonSet("agent", containers("agent", "registry.example.com/team/agent:1")));
    String without =
        ROLE.replace(
            "resources: [deployments], verbs: [get, list, watch, patch]",
            "resources: [deployments], verbs: [get, list, watch]");
    try (LocalOperator operator = limitedTo(without, "patch", "deployments.apps")) {
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
          .contains("cannot patch resource", "deployments", USER);
      scene.awaitPhase("unpatched", "agent", Phase.Verified, "");
      assertThat(scene.image("unpatched")).isEqualTo("registry.example.com/team/unpatched:1");
      assertThat(failures(operator, "unpatched", "Forbidden")).isPositive();
      assertThat(
              operator.metric(
                  "releaserecord_stalled", "name=\"unpatched\"", "reason=\"Forbidden\""))
          .isEqualTo(1);

      scene.apply(ROLE);
      await()
          .atMost(HEALING)
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
        ROLE.replace(
            "resources: [daemonsets], verbs: [get, list, watch, patch]",
            "resources: [daemonsets], verbs: [patch]");
    try (LocalOperator operator = limitedTo(without, "list", "daemonsets.apps")) {
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
          .contains("cannot list resource", "daemonsets", USER);
      assertThat(operator.health().problems())
          .anySatisfy(problem -> assertThat(problem).contains("daemonsets"));

      scene.apply(ROLE);
      await()
          .atMost(HEALING)
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
        ROLE.replace(
            "resources: [statefulsets], verbs: [get, list, watch, patch]",
            "resources: [statefulsets], verbs: [patch]");
    try (LocalOperator _ = limitedTo(without, "list", "statefulsets.apps")) {
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
      scene.apply(ROLE);
      await()
          .atMost(HEALING)
          .untilAsserted(
              () ->
                  assertThat(scene.service("empty", "none").cause()).isEqualTo("WorkloadNotFound"));
    }
  }

  @Test
  void rightsThatCanBeDoneWithoutAreNamedWhereACauseMayBeMissing() {
    scene.apply(deployment("fail-crash", "registry.example.com/team/fail-crash:1"));
    try (LocalOperator operator = unlimited()) {
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
          ROLE
              + """
              - {apiGroups: [apps], resources: [replicasets], verbs: [list, watch]}
              - {apiGroups: [apps], resources: [controllerrevisions], verbs: [list, watch]}
              - {apiGroups: [""], resources: [events, resourcequotas], verbs: [list, watch]}
              - {apiGroups: [""], resources: [persistentvolumeclaims], verbs: [list, watch]}
              - {apiGroups: [autoscaling], resources: [horizontalpodautoscalers], verbs: [list, watch]}
              - {apiGroups: [""], resources: [secrets, configmaps], verbs: [get, list, watch]}
              """);
      await()
          .atMost(HEALING.multipliedBy(2))
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

  /** Whether somebody stopped the line, or approved, is never guessed. */
  @Test
  void gatesThatCannotBeSeenAreClosedAndOpenOnceTheyCan() {
    scene.apply(deployment("gated", "registry.example.com/team/gated:1"));
    String blind =
        ROLE.replace("[release-hold], verbs: [list, watch]", "[release-hold], verbs: [get]");
    try (LocalOperator operator = limitedTo(blind, "list", "configmaps/release-hold")) {
      scene.apply(
          record(
              "gated",
              "approval: Required\nservices: [{name: gated, digest: \"%s\"}]\n"
                  .formatted(digest("1"))));
      assertThat(scene.awaitPhase("gated", "gated", Phase.Held, "").message())
          .contains("may not list configmaps named release-hold", "grant");
      assertThat(scene.condition("gated", "Approved"))
          .hasValueSatisfying(
              it -> {
                assertThat(it.getReason()).isEqualTo("ApprovalsUnread");
                assertThat(it.getMessage()).contains("may not list releaseapprovals", "grant");
              });
      assertThat(operator.health().problems()).as("it is no fault").isEmpty();
      scene.apply(
          ROLE
              + """
              - {apiGroups: [releaserecord.dev], resources: [releaseapprovals], verbs: [list, watch]}
              """);
      await()
          .atMost(HEALING.multipliedBy(2))
          .untilAsserted(
              () ->
                  assertThat(scene.service("gated", "gated").message())
                      .contains("nothing is pinned until somebody approves"));
      assertThat(scene.image("gated")).isEqualTo("registry.example.com/team/gated:1");
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
