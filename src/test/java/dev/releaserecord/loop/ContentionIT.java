package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Contention;
import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody who never stops to write an image wins, and everybody learns who it is. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentionIT {

  private static final String ARGO_CD = "argocd-controller";

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  ContentionIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @BeforeAll
  void startTheOperator() {
    operator = scene.operator();
  }

  @AfterAll
  void stopTheOperator() {
    operator.close();
  }

  /** Heals itself as Argo CD does: applies what stands in Git, by force, whenever it differs. */
  private final class SelfHeal implements Watcher<Deployment>, AutoCloseable {

    private final HasMetadata manifest;
    private final String image;
    private final ExecutorService hands = Executors.newSingleThreadExecutor();
    private final Watch watch;

    SelfHeal(String name, String manifest, String image) {
      this.manifest = scene.load(manifest).getFirst();
      this.image = image;
      this.watch =
          scene
              .client()
              .apps()
              .deployments()
              .inNamespace(scene.namespace())
              .withName(name)
              .watch(this);
    }

    @Override
    public void eventReceived(Action action, Deployment live) {
      var container = live.getSpec().getTemplate().getSpec().getContainers().getFirst();
      if (!container.getImage().equals(image)) {
        hands.execute(this::apply);
      }
    }

    private void apply() {
      scene
          .client()
          .resource(manifest)
          .inNamespace(scene.namespace())
          .fieldManager(ARGO_CD)
          .forceConflicts()
          .serverSideApply();
    }

    @Override
    public void onClose(WatcherException cause) {}

    @Override
    public void close() {
      watch.close();
      hands.close();
    }
  }

  @Test
  void aFightIsLostByTheFifthBlowAndARetryBeginsItAnew() {
    String old = "registry.example.com/team/fought:1";
    String manifest =
        deployment("fought", old)
            .replace(
                "labels: {app: fought}}\nspec",
                "labels: {app: fought, argocd.argoproj.io/instance: gobee}}\nspec");
    scene.apply(manifest, deployment("aside", "registry.example.com/team/aside:1"));
    scene.apply(
        record("fight", services("1", "{name: aside, digest: \"" + digest("1") + "\"}", "fought")));
    scene.awaitReady("fight");
    AuditLog.Mark mark = scene.audit().mark();
    try (SelfHeal _ = new SelfHeal("fought", manifest, old)) {
      Condition stalled = scene.awaitStalled("fight", "Contended");
      assertThat(stalled.getMessage())
          .contains(
              "container fought of Deployment/fought",
              old,
              ARGO_CD,
              "5 times in 10 minutes",
              "the Argo CD application gobee",
              "ignoreDifferences",
              "RespectIgnoreDifferences=true",
              "docs/guides/argo-cd.md");
      restarted();
      Scene.always(Duration.ofSeconds(1), () -> assertThat(scene.image("fought")).isEqualTo(old));
    }
    assertThat(scene.patchesSince(mark, "deployments", "fought")).hasSize(4);
    assertThat(scene.status("fight").contention())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.manager()).isEqualTo(ARGO_CD);
              assertThat(it.flips()).hasSize(5);
              assertThat(it.stoppedAt()).isNotNull();
            });
    assertThat(scene.service("fight", "fought").phase()).isEqualTo(Phase.Blocked);
    assertThat(scene.service("fight", "fought").cause()).isEqualTo("Drifted");
    assertThat(scene.status("fight").summary()).isEqualTo("1/2 verified; fought: contended");
    assertThat(operator.metric("releaserecord_stalled", "name=\"fight\"", "reason=\"Contended\""))
        .isEqualTo(1);
    told("ReleaseRecord", "fight");
    told("Deployment", "fought");

    scene.kubectl("annotate", "rr/fight", "releaserecord.dev/retry=1");
    scene.awaitReady("fight");
    assertThat(scene.image("fought")).isEqualTo(image("fought", "1"));
    assertThat(scene.status("fight").contention())
        .singleElement()
        .satisfies(it -> assertThat(it.flips()).hasSize(1));
  }

  /** What was counted stands in the status. */
  private void restarted() {
    operator.close();
    operator = scene.operator();
    Scene.eventually(
        () ->
            assertThat(
                    operator.metric(
                        "releaserecord_stalled", "name=\"fight\"", "reason=\"Contended\""))
                .isEqualTo(1));
  }

  private void told(String kind, String name) {
    Scene.eventually(
        () ->
            assertThat(scene.events(kind, name, "Contended"))
                .singleElement()
                .extracting(Event::getNote)
                .asString()
                .contains("fought", ARGO_CD));
  }

  /** A service with others that come after it: all of them wait, and go on with the next spec. */
  @Test
  void anotherSpecEndsItAndWhatComesAfterWaits() {
    scene.apply(
        deployment("first", "registry.example.com/team/first:1"),
        deployment("second", "registry.example.com/team/second:1"));
    scene.apply(
        record(
            "order",
            services(
                "1", "{name: second, digest: \"" + digest("1") + "\", after: [first]}", "first")));
    scene.awaitReady("order");
    fight("first");
    scene.awaitStalled("order", "Contended");
    scene.foreignImage("second", "nginx", "kubectl-patch");
    scene.awaitPhase("order", "second", Phase.Waiting, "");
    assertThat(scene.image("first")).isEqualTo("nginx:5");
    assertThat(scene.image("second")).isEqualTo("nginx");

    scene.apply(
        record(
            "order",
            services(
                "2", "{name: second, digest: \"" + digest("1") + "\", after: [first]}", "first")));
    scene.awaitReady("order");
    assertThat(scene.image("first")).isEqualTo(image("first", "2"));
    assertThat(scene.status("order").contention())
        .extracting(Contention::container)
        .containsExactly("second");
  }

  @Test
  void whoeverWritesWhatIsDeclaredEndsIt() {
    scene.apply(deployment("peace", "registry.example.com/team/peace:1"));
    scene.apply(record("peace", "peace", "1"));
    scene.awaitReady("peace");
    fight("peace");
    scene.awaitStalled("peace", "Contended");

    scene.kubectl("set", "image", "deployment/peace", "peace=" + image("peace", "1"));
    scene.awaitReady("peace");
    assertThat(scene.status("peace").contention()).isEmpty();
    scene.foreignImage("peace", "nginx", "robot");
    Scene.eventually(() -> assertThat(scene.image("peace")).isEqualTo(image("peace", "1")));
  }

  /** Five blows, and the fifth is not answered. */
  private void fight(String name) {
    String declared = scene.image(name);
    for (int blow : List.of(1, 2, 3, 4)) {
      scene.foreignImage(name, "nginx:" + blow, "robot");
      Scene.eventually(() -> assertThat(scene.image(name)).isEqualTo(declared));
    }
    scene.foreignImage(name, "nginx:5", "robot");
  }

  private static String services(String word, String other, String name) {
    return """
    services:
    - {name: %s, digest: "%s"}
    - %s
    """
        .formatted(name, digest(word), other);
  }
}
