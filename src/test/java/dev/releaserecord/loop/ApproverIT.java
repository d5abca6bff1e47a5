package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.CommandResult;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policies about who approves, with real users on the real API server. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApproverIT {

  private static final String POLICIES = "helm-free-manifests/components/policies/";
  private static final String SET = "sha256:" + "a".repeat(64);

  private final Scene scene;
  private final Cluster cluster;
  private final List<Path> applied = new ArrayList<>();
  private int changes = 10;

  ApproverIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.cluster = cluster;
  }

  @BeforeAll
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
    install("approval");
    scene.kubectl("label", "namespace", scene.namespace(), "releaserecord.dev/approval=required");
    Scene.eventually(
        () ->
            assertThat(as("alice", approval("probe", "not-alice")).stderr())
                .contains("spec.approver must be you"));
  }

  @AfterAll
  void takeAwayThePolicies() {
    applied.forEach(file -> scene.kubectl("delete", "--ignore-not-found", "-f", file.toString()));
  }

  /** As it is shipped, but for this namespace alone: other tests share the cluster. */
  private void install(String component) {
    String rendered = scene.kubectl("kustomize", POLICIES + component);
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

  private CommandResult as(String user, String manifest, String... more) {
    return as(
        cluster.kubeconfigFor(user, "releasers"),
        Stream.concat(Stream.of("create", "-f", scene.file(manifest).toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private CommandResult as(Path kubeconfig, String... arguments) {
    return scene.tryKubectl(
        Stream.concat(Stream.of("--kubeconfig=" + kubeconfig), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static String approval(String name, String approver) {
    return """
    apiVersion: releaserecord.dev/v1
    kind: ReleaseApproval
    metadata: {name: %s}
    spec: {record: core, digestSet: "%s", approver: '%s'}
    """
        .formatted(name, SET, approver.replace("'", "''"));
  }

  private static String required(String word) {
    return record(
        "core",
        "approval: Required\nservices: [{name: users, digest: \"%s\"}]\n".formatted(digest(word)));
  }

  /** A policy takes a moment to be in force, each for itself. */
  private void eventuallyRefused(String user, String manifest, String... words) {
    Scene.eventually(() -> refused(as(user, manifest, "--dry-run=server"), words));
  }

  private static void accepted(CommandResult result) {
    assertThat(result.exitCode()).as("%s", result).isZero();
  }

  private static void refused(CommandResult result, String... words) {
    assertThat(result.exitCode()).as("%s", result).isNotZero();
    assertThat(result.stderr()).contains(words);
  }

  @Test
  @Order(1)
  void theApproverIsWhoeverAsks() {
    refused(as("alice@example.com", approval("by-alice", "alice")), "must be you");
    accepted(as("alice@example.com", approval("by-alice", "alice@example.com")));
  }

  /** Whoever may act as somebody is that somebody to a policy. */
  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"Ä. O'Neil, \u4e2d", "odd \\ \"name\"", "oidc:https://id.example.com#7"})
  void namesMayBeOdd(String user) {
    String name = "by-" + Integer.toHexString(user.hashCode());
    String create = scene.file(approval(name, user)).toString();
    String other = scene.file(approval(name, user + "x")).toString();
    refused(
        scene.tryKubectl("--as=" + user, "--as-group=releasers", "create", "-f", other),
        "must be you");
    accepted(scene.tryKubectl("--as=" + user, "--as-group=releasers", "create", "-f", create));
  }

  @Test
  @Order(1)
  void aServiceAccountApprovesUnderItsOwnName() {
    String account = "system:serviceaccount:" + scene.namespace() + ":pipeline";
    Path pipeline =
        scene.file(
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
            users: [{name: u, user: {token: "%s"}}]
            """
                .formatted(
                    scene.client().getConfiguration().getMasterUrl(),
                    scene.kubectl("create", "token", "pipeline").strip()));
    Path wrong = scene.file(approval("by-pipeline", "alice"));
    refused(as(pipeline, "create", "-f", wrong.toString()), "must be you", account);
    Path right = scene.file(approval("by-pipeline", account));
    accepted(as(pipeline, "create", "-f", right.toString()));
  }

  @Test
  @Order(1)
  void whoActsAsSomebodyNeedsTheRightToDoSo() {
    Path mallory = cluster.kubeconfigFor("mallory", "releasers");
    Path file = scene.file(approval("as-alice", "alice"));
    refused(
        as(mallory, "--as=alice", "create", "--validate=false", "-f", file.toString()),
        "cannot impersonate");
  }

  @Test
  @Order(1)
  void whatStandsCannotBeChanged() {
    accepted(as("alice", approval("fixed", "alice")));
    refused(
        scene.tryKubectl(
            "patch",
            "rra",
            "fixed",
            "--type=merge",
            "-p={\"spec\":{\"digestSet\":\"sha256:" + "b".repeat(64) + "\"}}"),
        "an approval cannot be changed");
  }

  @Test
  @Order(1)
  void noRecordOfTheNamespaceIsReleasedWithoutApproval() {
    String automatic =
        record("open", "services: [{name: users, digest: \"%s\"}]\n".formatted(digest("1")));
    eventuallyRefused("alice", automatic, "needs an approval", "spec.approval: Required");
    accepted(as("alice", required("1")));
    refused(
        as(
            cluster.kubeconfigFor("alice", "releasers"),
            "patch",
            "rr",
            "core",
            "--type=merge",
            "-p={\"spec\":{\"approval\":\"Automatic\"}}"),
        "needs an approval");
  }

  @Test
  @Order(2)
  void whoChangedTheRecordLastDoesNotApproveIt() {
    install("four-eyes");
    Path alice = cluster.kubeconfigFor("alice", "releasers");
    Scene.eventually(
        () -> {
          accepted(change(alice));
          assertThat(editedBy()).isEqualTo("alice");
        });
    eventuallyRefused("alice", approval("own", "alice"), "somebody else has to approve");
    accepted(as("bob", approval("four-eyes", "bob")));
  }

  @Test
  @Order(3)
  void nobodyForgesWhoChangedItLast() {
    Path mallory = cluster.kubeconfigFor("mallory", "releasers");
    for (String patch :
        List.of(
            "{\"metadata\":{\"annotations\":{\"releaserecord.dev/edited-by\":\"bob\"}}}",
            "{\"metadata\":{\"annotations\":{\"releaserecord.dev/edited-by\":null}}}",
            "{\"metadata\":{\"annotations\":null}}")) {
      accepted(as(mallory, "patch", "rr", "core", "--type=merge", "-p=" + patch));
      assertThat(editedBy()).as(patch).isEqualTo("alice");
    }
    accepted(
        as(
            mallory,
            "patch",
            "rr",
            "core",
            "--type=merge",
            "-p={\"metadata\":{\"annotations\":{\"releaserecord.dev/edited-by\":\"bob\"}},"
                + "\"spec\":{\"maxInFlight\":7}}"));
    assertThat(editedBy()).isEqualTo("mallory");
    accepted(as("mallory", required("2").replace("name: core", "name: other")));
    assertThat(scene.record("other").getMetadata().getAnnotations())
        .containsEntry("releaserecord.dev/edited-by", "mallory");
  }

  @Test
  @Order(4)
  void beforeKubernetes136WhoChangesItHasToSaySo() {
    takeAwayThePolicies();
    // One that is deleted is in force for a moment, too.
    Scene.eventually(
        () -> {
          scene.kubectl("annotate", "--overwrite", "rr/core", "releaserecord.dev/edited-by=nobody");
          assertThat(editedBy()).as("after the mutating policy is gone").isEqualTo("nobody");
        });
    install("four-eyes-before-1.36");
    Path carol = cluster.kubeconfigFor("carol", "releasers");
    Scene.eventually(() -> refused(change(carol), "must be \"carol\": you change the record"));
    accepted(
        as(
            carol,
            "patch",
            "rr",
            "core",
            "--type=merge",
            "-p={\"metadata\":{\"annotations\":{\"releaserecord.dev/edited-by\":\"carol\"}},"
                + "\"spec\":{\"settle\":\"7s\"}}"));
    refused(
        as(carol, "annotate", "--overwrite", "rr/core", "releaserecord.dev/edited-by=bob"),
        "the spec does not change");
    eventuallyRefused("carol", approval("own-2", "carol"), "somebody else has to approve");
  }

  /** To something else each time. */
  private CommandResult change(Path user) {
    changes = changes % 250 + 1; // maxInFlight takes no more than 256
    return as(
        user,
        "patch",
        "rr",
        "core",
        "--type=merge",
        "-p={\"spec\":{\"maxInFlight\":" + changes + "}}");
  }

  private String editedBy() {
    var annotations = scene.record("core").getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault("releaserecord.dev/edited-by", "");
  }
}
