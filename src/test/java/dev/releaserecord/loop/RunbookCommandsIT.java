package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.PREFIX;
import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.record;
import static dev.releaserecord.loop.Manifests.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.Pages;
import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.SecondLane;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the runbooks have people type can be typed as it stands there, over a namespace where all
 * that is asked for exists. Not typed is what {@link NotTyped} says.
 */
@NeedsKwok
@SecondLane
class RunbookCommandsIT {

  private static final Path PAGES = Path.of("docs/runbooks");
  private static final Path BY_HAND = PAGES.resolve("restore-replicas.md");
  private static final Pattern OPEN = Pattern.compile("<[A-Za-z][^>]*>");
  private static final int AT_LEAST = 170;
  private static final String PASSWORD = "heron";
  private static final String POD =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: typed}\nspec:\n"
          + containers("users", PREFIX + "/users:1").indent(2);
  private static final String DRAINED = "releaserecord.dev/restore-replicas";

  /** Commands that want something to be so, and what makes it so. */
  private static final Map<String, String> FIRST =
      Map.of(
          "rollout resume ", "kubectl -n <namespace> rollout pause deployment/<workload>\n",
          "create secret ", "kubectl -n <namespace> delete secret <secret>\n",
          "create configmap ", "kubectl -n <namespace> delete configmap <configmap>\n");

  private final Scene scene;
  private final String node;

  RunbookCommandsIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.node = namespace.name();
  }

  @AfterEach
  void nothingIsLeft() {
    scene.kubectl("delete", "node,csinode", node, "--ignore-not-found");
  }

  static Stream<Path> folders() {
    return Stream.of(PAGES.resolve("alerts"), PAGES.resolve("causes"));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyCommandCanBeTyped(Path folder) throws Exception {
    SoftAssertions soft = new SoftAssertions();
    try (LocalOperator _ = scene.operator();
        Stream<Path> pages = Files.list(folder)) {
      for (Path page : pages.sorted().toList()) {
        stage();
        Typed typed = Typed.in(scene, page);
        for (PageCommand command : PageCommand.of(page)) {
          if (NotTyped.reason(page, command.text()).isEmpty()) {
            soft.check(() -> type(typed, command.text()));
          }
        }
      }
    }
    soft.assertAll();
  }

  /** A parser of pages that lost sight of them would find all well. */
  @Test
  void theyAreMany() throws IOException {
    try (Stream<Path> pages = Files.walk(PAGES)) {
      assertThat(
              pages
                  .filter(Files::isRegularFile)
                  .mapToInt(page -> PageCommand.of(page).size())
                  .sum())
          .isGreaterThan(AT_LEAST);
    }
  }

  /** All that the pages ask for, as it was: what the page before did is undone. */
  private void stage() {
    scene.apply(
        deployment("users", PREFIX + "/users:1"),
        deployment("another", PREFIX + "/another:1"),
        deployment("release-operator", PREFIX + "/release-operator:1"),
        statefulSet("store", 1, containers("store", PREFIX + "/store:1")),
        "apiVersion: v1\nkind: Secret\nmetadata: {name: users-rds}\nstringData: {PASS: %s}\n"
            .formatted(PASSWORD),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {PASS: none}\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: release-hold}\ndata: {reason: test}\n",
        "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: room}\nspec: {hard: {pods: 90}}\n",
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """,
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: release-operator}
        spec: {holderIdentity: somebody, leaseTransitions: 3}
        """);
    scene.apply(
        record(
            "core",
            """
            dependencies: [{apiVersion: v1, kind: Secret, name: users-rds}]
            services: [{name: users, digest: "%s", secrets: [{name: users-rds, keys: [HOST]}]}]
            """
                .formatted(digest("1"))));
    scene.awaitPhase("core", "users", Phase.Held, "");
  }

  private void stageNode() {
    scene.kubectl(
        "apply",
        "-f",
        scene
            .file(
                """
                apiVersion: v1
                kind: Node
                metadata: {name: %1$s}
                spec: {taints: [{key: typed, effect: NoSchedule}]}
                ---
                apiVersion: storage.k8s.io/v1
                kind: CSINode
                metadata: {name: %1$s}
                spec: {drivers: []}
                """
                    .formatted(node))
            .toString());
  }

  private void type(Typed typed, String command) throws Exception {
    // The command before it may have taken it away.
    if (command.contains("<pod>")) {
      scene.apply(POD);
    }
    if (command.contains("<node>") && scene.client().nodes().withName(node).get() == null) {
      stageNode();
    }
    String text =
        filledIn(
            FIRST.entrySet().stream()
                    .filter(entry -> command.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("")
                + command);
    assertThat(OPEN.matcher(text).find()).as("filled in: %s", text).isFalse();
    Typed.Answer answer = typed.type(text, scene.cluster().kubeconfig());
    String told = typed.folder().getFileName() + ": " + text + answer.said();
    assertThat(answer.said())
        .as(told)
        .doesNotContain(PASSWORD)
        .doesNotContainIgnoringCase("error:", "error from server");
    // "no" is an answer as well, by an exit code of its own; so is nothing found.
    if (!command.contains(" auth can-i ") && !command.contains("| grep ")) {
      assertThat(answer.code()).as(told).isZero();
    }
  }

  private String filledIn(String command) {
    String text =
        command.replace("statefulset <workload>", "statefulset store").replace("<node>", node);
    for (Map.Entry<String, String> entry : names().entrySet()) {
      text = text.replace("<" + entry.getKey() + ">", entry.getValue());
    }
    return text;
  }

  private Map<String, String> names() {
    return Map.ofEntries(
        Map.entry("namespace", scene.namespace()),
        Map.entry("operator-namespace", scene.namespace()),
        Map.entry("record", "core"),
        Map.entry("service", "users"),
        Map.entry("kind", "deployment"),
        Map.entry("owner kind", "deployment"),
        Map.entry("workload", "users"),
        Map.entry("owner", "users"),
        Map.entry("name", "users"),
        Map.entry("another", "another"),
        Map.entry("fewer", "1"),
        Map.entry("pod", "typed"),
        Map.entry("container", "users"),
        Map.entry("secret", "users-rds"),
        Map.entry("configmap", "settings"),
        Map.entry("KEY", "PASS"),
        Map.entry("value", "none"),
        Map.entry("any new value", "2"),
        Map.entry("claim", "data"),
        Map.entry("volume", "data"),
        Map.entry("quota", "room"),
        Map.entry("account", "default"),
        Map.entry("controller", "sealed"),
        Map.entry("digest", digest("1")),
        Map.entry("registry", "registry.example.com"),
        Map.entry("user", "robot"),
        Map.entry("password", "none"),
        Map.entry("manifest", scene.file(deployment("users", PREFIX + "/users:1")).toString()));
  }

  /** The operator was stopped for good in mid-drain: the page alone brings everything back. */
  @Test
  void replicasAreRestoredByHand() throws Exception {
    scene.apply(
        deployment("left", 0, containers("left", PREFIX + "/left:1"))
            .replace(
                "labels: {app: left}}\nspec", "labels: {app: left, " + DRAINED + ": '3'}}\nspec"),
        record("core", "services: [{name: left}]\n")
            .replace("{name: core}", "{name: core, finalizers: [" + DRAINED + "]}"));
    Typed typed = Typed.in(scene, BY_HAND);
    List<String> blocks = Pages.terminals(Files.readString(BY_HAND)).toList();
    for (String block : blocks) {
      String text = block.replace("<namespace>", scene.namespace()).replace("<name>", "left");
      Typed.Answer answer =
          typed.type(text.replace("<record>", "core"), scene.cluster().kubeconfig());
      assertThat(answer.code()).as("%s%s", text, answer.said()).isZero();
    }
    Deployment left =
        scene.client().apps().deployments().inNamespace(scene.namespace()).withName("left").get();
    assertThat(left.getSpec().getReplicas()).isEqualTo(3);
    assertThat(left.getMetadata().getLabels()).doesNotContainKey(DRAINED);
    assertThat(scene.record("core").getMetadata().getFinalizers()).isEmpty();
  }
}
