package dev.releaserecord.loop;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NamespaceLease;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.SecondLane;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages have people type is typed as it stands there, from the first command to the last. */
@NeedsKwok
@SecondLane
class DocumentedCommandsIT {

  private static final String SET =
      "$(kubectl -n gobee get rr core -o jsonpath={.status.digestSet})";
  private static final String OLDER =
      "$(kubectl -n gobee get rr core -o jsonpath={.status.history[1].digestSet} | cut -c 8-15)";

  private static final String WRITTEN =
      """
      cat > record.yaml <<TXT
      apiVersion: releaserecord.dev/v1
      kind: ReleaseRecord
      metadata: {name: core}
      spec:
        imagePrefix: ghcr.io/example/core
        services:
        - name: users
          digest: %s
      TXT
      """
          .formatted(PlayedRelease.NEW);
  private static final String ASK_FIRST =
      "kubectl patch rr core --type=merge -p '{\"spec\":{\"approval\":\"Required\"}}'";

  /** All that is told here. */
  static final Set<Path> STORIES =
      Stream.of(
              "README.md",
              "helm-free-manifests/README.md",
              "docs/install.md",
              "docs/commands.md",
              "docs/plan.md",
              "docs/gates.md",
              "docs/history.md",
              "docs/checks.md",
              "docs/secrets.md",
              "docs/guides/README.md",
              "docs/guides/approvals.md",
              "docs/guides/argo-cd.md",
              "docs/guides/rotation.md",
              "docs/guides/rollback.md",
              "docs/guides/kubectl-apply.md",
              "docs/guides/keel.md",
              "docs/guides/from-keel.md",
              "docs/guides/from-reloader.md")
          .map(Path::of)
          .collect(Collectors.toSet());

  /** Of each story its own: what one has set up, or verified, is nothing to the next. */
  private final NamespaceLease namespace;

  private final Scene scene;
  private final Policies policies;
  private final PlayedRelease release;

  DocumentedCommandsIT(Cluster cluster) {
    this.namespace = NamespaceLease.take(cluster, DocumentedCommandsIT.class);
    this.scene = new Scene(cluster, namespace.client(), namespace.namespace());
    this.policies = Policies.over(scene);
    this.release = new PlayedRelease(scene);
  }

  @BeforeEach
  void twoServicesRun() {
    release.twoServicesRun();
  }

  @AfterEach
  void nothingIsLeft() {
    policies.takeAway();
    namespace.close();
  }

  @Test
  void install() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      new Story(scene, "docs/install.md")
          .prepare(
              "kubectl apply --server-side -f core",
              "sed -i 's/^  drift:/  settle: 0s\\n&/' core.yaml")
          .code("status core", 1)
          .code("plan -f core.yaml", 1)
          .prepare(
              "range .warnings", "sed -i s,overlays/read-only,base, install/kustomization.yaml")
          .until("--watch", "2/2 verified")
          .run();
    }
  }

  @Test
  void approvals() throws Throwable {
    assumeThat(Policies.mutate(scene.cluster())).isTrue();
    try (LocalOperator _ = scene.operator()) {
      release.declare("");
      policies.install("approval");
      policies.install("four-eyes");
      new Story(scene, "docs/guides/approvals.md")
          .before("set core", release::approvalIsRequired)
          .as("set core", scene.cluster().kubeconfigFor("bob", "developers"))
          .as("--digest-set", scene.cluster().kubeconfigFor("alice", "release-managers"))
          .as("approve core --namespace", scene.cluster().kubeconfigFor("bob", "developers"))
          .code("approve core --namespace", 2)
          .with("sha256:0b69a13a9df2958bfc8728bdb3407ed2f008404b99d21fc6d3584ad00ab8c5e8", SET)
          .run();
      scene.awaitReady("core");
    }
  }

  @Test
  void rotation() throws Throwable {
    scene.apply(
        "apiVersion: v1\n"
            + "kind: Secret\n"
            + "metadata: {name: core-rds}\n"
            + "stringData: {HOST: a, PORT: '1', PASS: b}\n");
    try (LocalOperator _ = scene.operator()) {
      release.declare(
          "maxInFlight: 1\n"
              + "secrets: [{name: core-rds, keys: [HOST, PORT, PASS], formats: {PORT: Port}}]\n");
      new Story(scene, "docs/guides/rotation.md").until("--watch", "2/2 verified").run();
    }
  }

  @Test
  void rollback() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      release.declare("");
      release.declareNew();
      release.twoAreKept();
      new Story(scene, "docs/guides/rollback.md")
          .with(", approved by alice", "")
          .with("--to 91bcd324", "--to " + OLDER)
          .before("get rr core\n", release::declareNew)
          .code("status core", 1)
          .run();
    }
  }

  @Test
  void kubectlApply() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      release.declare("drift: Correct\n");
      scene.foreignImage("users", "ghcr.io/example/core/users:1.4", "kubectl-client-side-apply");
      new Story(scene, "docs/guides/kubectl-apply.md").run();
    }
  }

  @Test
  void keel() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      release.declare("drift: Report\n");
      scene.foreignImage("users", "ghcr.io/example/core/users:1.4.1", "keel");
      new Story(scene, "docs/guides/keel.md").run();
    }
  }

  @Test
  void fromOthers() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      release.declare("");
      new Story(scene, "docs/guides/from-keel.md").with("${ref##*@}", PlayedRelease.NEW).run();
      new Story(scene, "docs/guides/from-reloader.md").run();
      scene.awaitReady("core");
    }
  }

  @Test
  void gatesAndHistory() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      release.declare("");
      new Story(scene, "docs/gates.md").run();
      new Story(scene, "docs/history.md").run();
      new Story(scene, "docs/checks.md").run();
      new Story(scene, "docs/secrets.md").elsewhere("kubectl").run();
    }
  }

  @Test
  void readme() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      release.declare("");
      new Story(scene, "README.md")
          .prepare("operator run", "export RELEASE_OPERATOR_HTTP_PORT=0")
          .until("operator run", "\"ready\"")
          .elsewhere("get rr core")
          .run();
    }
  }

  @Test
  void manifests() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      release.declare("");
      new Story(scene, "helm-free-manifests/README.md")
          .prepare("delete configmap", "kubectl create configmap release-hold")
          .elsewhere("kubectl")
          .run();
    }
  }

  @Test
  void commands() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      release.declare("");
      new Story(scene, "docs/commands.md")
          .elsewhere("init core")
          .elsewhere("status core")
          .elsewhere("report core")
          .elsewhere("export core")
          .elsewhere("check -f")
          .until("--watch", "2/2 verified")
          .with("sha256:...", SET)
          .prepare("set core", ASK_FIRST)
          .before("history core", release::twoAreKept)
          .with("--to 9f2c", "--to " + OLDER)
          .code("lint -f", 1)
          .prepare("check -f", "kubectl get rr core -o yaml > record.yaml")
          .with("/usr/local/bin/", ".")
          .run();
    }
  }

  @Test
  void plan() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      release.declare("");
      new Story(scene, "docs/plan.md")
          .prepare("-o json or", WRITTEN)
          .prepare("refuses", "sed -i 's/ digest:/ dgest:/' record.yaml")
          .code("refuses", 2)
          .code("plan", 1)
          .elsewhere("CHANGES AT ONCE")
          .run();
    }
  }

  @Test
  void contended() throws Throwable {
    scene.kubectl(
        "annotate",
        "deployment",
        "users",
        "argocd.argoproj.io/tracking-id=gobee:apps/Deployment:x");
    try (LocalOperator _ = scene.operator()) {
      release.declare("drift: Correct\n");
      new Story(scene, "docs/guides/argo-cd.md").run();
      release.fight();
      new Story(scene, "docs/guides/README.md").run();
    }
  }
}
