package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.CommandResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The policies that are shipped, in force over one namespace, and people who work in it. */
record Policies(Scene scene, List<Path> applied) {

  private static final String SHIPPED = "helm-free-manifests/components/policies/";
  private static final String SET = "sha256:" + "a".repeat(64);

  /** None is in force yet. */
  static Policies over(Scene scene) {
    return new Policies(scene, new ArrayList<>());
  }

  /** Whoever is of the group releasers, and the pipeline, may write records and approvals. */
  void grantRights() {
    scene.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: releasers}
        rules:
        - {apiGroups: [releaserecord.dev], resources: [releaserecords, releaseapprovals], verbs: ["*"]}
        """,
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: releasers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: releasers}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: releasers}
        - {kind: ServiceAccount, name: pipeline, namespace: %s}
        """
            .formatted(scene.namespace()),
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: pipeline}\n");
  }

  /** As it is shipped, but for this namespace alone: other tests share the cluster. */
  void install(String component) {
    String rendered = scene.kubectl("kustomize", SHIPPED + component);
    String here = "namespaceSelector:\n      matchLabels: {kubernetes.io/metadata.name: %s}";
    String own =
        Stream.of(rendered.split("(?m)^---\n"))
            .map(it -> it.replaceFirst("  matchResources:\n(    .*\n)+", ""))
            .map(
                it ->
                    it.contains("PolicyBinding\n")
                        ? it.stripTrailing()
                            + "\n  matchResources:\n    "
                            + here.formatted(scene.namespace())
                            + "\n"
                        : it)
            .collect(Collectors.joining("---\n"));
    Path file = scene.file(own);
    applied.add(file);
    scene.kubectl("apply", "-f", file.toString());
  }

  /** The policy four-eyes mutates, which API servers take by default from 1.36 on. */
  static boolean mutate(Cluster cluster) {
    return cluster.minor() >= 36;
  }

  void takeAway() {
    applied.forEach(file -> scene.kubectl("delete", "--ignore-not-found", "-f", file.toString()));
  }

  /** The kubeconfig of somebody who may write records and approvals. */
  Path releaser(String user) {
    return scene.cluster().kubeconfigFor(user, "releasers");
  }

  CommandResult as(String user, String manifest, String... more) {
    return as(
        releaser(user),
        Stream.concat(Stream.of("create", "-f", scene.file(manifest).toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  CommandResult as(Path kubeconfig, String... arguments) {
    return scene.tryKubectl(
        Stream.concat(Stream.of("--kubeconfig=" + kubeconfig), Stream.of(arguments))
            .toArray(String[]::new));
  }

  static String approval(String name, String approver) {
    return """
    apiVersion: releaserecord.dev/v1
    kind: ReleaseApproval
    metadata: {name: %s}
    spec: {record: core, digestSet: "%s", approver: '%s'}
    """
        .formatted(name, SET, approver.replace("'", "''"));
  }

  static String required(String word) {
    return record(
        "core",
        "approval: Required\nservices: [{name: users, digest: \"%s\"}]\n".formatted(digest(word)));
  }

  /** A policy takes a moment to be in force, each for itself. */
  void eventuallyRefused(String user, String manifest, String... words) {
    Scene.eventually(() -> refused(as(user, manifest, "--dry-run=server"), words));
  }

  static void accepted(CommandResult result) {
    assertThat(result.exitCode()).as("%s", result).isZero();
  }

  static void refused(CommandResult result, String... words) {
    assertThat(result.exitCode()).as("%s", result).isNotZero();
    assertThat(result.stderr()).contains(words);
  }
}
