package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** An operator that may do what a Role grants it, and no more. */
record LimitedUser(Scene scene) {

  static final String USER = "limited-operator";

  /** Nobody asks more often for what was refused than once a minute. */
  static final Duration HEALING = Duration.ofSeconds(60);

  /** All that the loop needs in its namespace. */
  static final String ROLE =
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

  /** Returns when that verb is missing, and no other. */
  LocalOperator limitedTo(String role, String verb, String resource) {
    scene.apply(role, BINDING);
    Scene.eventually(
        () -> {
          assertThat(may("list", "pods")).isTrue();
          assertThat(may(verb, resource)).isFalse();
        });
    return start();
  }

  LocalOperator unlimited() {
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
}
