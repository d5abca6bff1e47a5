package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.HistoryEntry;
import dev.releaserecord.api.RecordedSet;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.kube.cache.projection.HistoryProjections;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each set that was verified is written down once, and stays as long as it has to. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryIT {

  private static final int LARGEST = 256;

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  HistoryIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
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

  private static String services(String name, String word) {
    return "settle: 0s\nservices:\n- {name: "
        + name
        + ", version: \""
        + word
        + "\", digest: \""
        + digest(word)
        + "\"}\n";
  }

  private List<ControllerRevision> kept(String record) {
    return scene
        .client()
        .apps()
        .controllerRevisions()
        .inNamespace(scene.namespace())
        .withLabel(HistoryProjections.RECORD, record)
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparing(ControllerRevision::getRevision).reversed())
        .toList();
  }

  private void release(String name, String word, String head) {
    scene.apply(record(name, head + services(name, word)));
    scene.awaitReady(name);
  }

  @Test
  void eachVerifiedSetIsWrittenDownOnceAndTheOldestGo() {
    scene.apply(deployment("kept", "registry.example.com/team/kept:1"));
    String limit = "historyLimit: 2\n";
    release("kept", "1", limit);
    ControllerRevision first = kept("kept").getFirst();
    assertThat(first.getMetadata().getLabels()).hasSize(2);
    assertThat(first.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getController()).isTrue());
    RecordedSet set = HistoryProjections.content(first).orElseThrow();
    assertThat(set.digestSet()).isEqualTo(scene.status("kept").digestSet());
    assertThat(set.operatorVersion()).isEqualTo(scene.version());
    assertThat(set.services())
        .singleElement()
        .satisfies(
            service -> {
              assertThat(service.image() + "@" + service.digest()).isEqualTo(image("kept", "1"));
              assertThat(service.version()).isEqualTo("1");
              assertThat(service.workloads().getFirst().template()).isNotEmpty();
              assertThat(service.workloads().getFirst().shape()).hasSize(16);
            });
    assertThat(scene.status("kept").history())
        .extracting(HistoryEntry::digestSet)
        .containsExactly(set.digestSet());

    release("kept", "2", limit);
    release("kept", "3", limit);
    Scene.eventually(() -> assertThat(kept("kept")).hasSize(2));
    assertThat(kept("kept")).extracting(ControllerRevision::getRevision).containsExactly(3L, 2L);
    Scene.eventually(
        () ->
            assertThat(scene.status("kept").history())
                .extracting(HistoryEntry::revision)
                .containsExactly(3L, 2L));

    release("kept", "2", limit);
    Scene.eventually(
        () ->
            assertThat(scene.status("kept").history())
                .extracting(HistoryEntry::revision)
                .containsExactly(4L, 3L));
    AuditLog.Mark mark = scene.audit().mark();
    Scene.always(
        Duration.ofSeconds(2),
        () ->
            assertThat(scene.requestsSince(mark))
                .filteredOn(it -> it.resource().equals("controllerrevisions"))
                .isEmpty());
  }

  @Test
  void aDaemonSetWhoseSelectorFitsDoesNotTakeThemForItsOwn() {
    scene.apply(
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: greedy}
        spec:
          revisionHistoryLimit: 0
          selector: {matchLabels: {app.kubernetes.io/managed-by: release-operator}}
          template:
            metadata: {labels: {app.kubernetes.io/managed-by: release-operator}}
            spec: {containers: [{name: greedy, image: "registry.example.com/team/greedy:1"}]}
        """,
        deployment("prey", "registry.example.com/team/prey:1"));
    release("prey", "1", "");
    ControllerRevision made = kept("prey").getFirst();
    scene.kubectl("patch", "daemonset", "greedy", "-p", "{\"spec\":{\"minReadySeconds\":1}}");
    Scene.always(
        Duration.ofSeconds(1),
        () -> {
          ControllerRevision now = kept("prey").getFirst();
          assertThat(now.getMetadata().getUid()).isEqualTo(made.getMetadata().getUid());
          assertThat(now.getMetadata().getOwnerReferences())
              .singleElement()
              .satisfies(it -> assertThat(it.getKind()).isEqualTo("ReleaseRecord"));
        });
    scene.kubectl("delete", "daemonset", "greedy");
  }

  /** What the garbage collector does; that of a test cluster may not know this kind yet. */
  private void orphan(String record) {
    kept(record)
        .forEach(
            it ->
                scene.kubectl(
                    "patch",
                    "controllerrevision",
                    it.getMetadata().getName(),
                    "--type=merge",
                    "-p",
                    "{\"metadata\":{\"ownerReferences\":null}}"));
    scene.tryKubectl(
        "patch", "rr", record, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
    Scene.eventually(
        () -> assertThat(scene.tryKubectl("get", "rr", record).exitCode()).isNotZero());
  }

  @Test
  void aRecordThatIsMadeAgainFindsWhatItLeftBehind() {
    scene.apply(deployment("heir", "registry.example.com/team/heir:1"));
    release("heir", "1", "");
    release("heir", "2", "");
    scene.kubectl("delete", "rr", "heir", "--cascade=orphan", "--wait=false");
    orphan("heir");
    release("heir", "2", "");
    String uid = scene.record("heir").getMetadata().getUid();
    Scene.eventually(
        () ->
            assertThat(kept("heir"))
                .hasSize(2)
                .allSatisfy(
                    it ->
                        assertThat(
                                Objects.requireNonNull(it.getMetadata().getOwnerReferences())
                                    .getFirst()
                                    .getUid())
                            .isEqualTo(uid)));
    assertThat(scene.status("heir").history())
        .extracting(HistoryEntry::revision)
        .containsExactly(2L, 1L);
  }

  /** The most that a record may hold, with names as long as they may be. */
  @Test
  void theLargestRecordFitsInOneRevision() {
    scene.kubectl("create", "secret", "generic", "large", "--from-literal=PASS=heron-lake-0001");
    StringBuilder text = new StringBuilder("settle: 0s\nsecrets: [{name: large}]\nservices:\n");
    for (int i = 0; i < LARGEST; i++) {
      String name = "s%03d-%s".formatted(i, "x".repeat(48));
      scene.apply(
          deployment(
              name,
              0,
              """
              containers:
              - name: app
                image: "registry.example.com/team/%s:1"
                envFrom: [{secretRef: {name: large}}]
              """
                  .formatted(name)));
      text.append("- {name: %s, digest: \"%s\"}\n".formatted(name, digest("" + i)));
    }
    scene.apply(record("large", text.toString()));
    Scene.eventually(() -> assertThat(kept("large")).hasSize(1));
    scene.awaitReady("large");

    ControllerRevision revision = kept("large").getFirst();
    RecordedSet set = HistoryProjections.content(revision).orElseThrow();
    assertThat(set.digestSet()).isEqualTo(scene.status("large").digestSet());
    assertThat(set.services())
        .hasSize(LARGEST)
        .allSatisfy(it -> assertThat(it.workloads().getFirst().template()).isNotEmpty());
    assertThat(scene.client().getKubernetesSerialization().asJson(revision).length())
        .as("bytes; an object may have 1.5 MiB")
        .isLessThan(300_000);
    scene.kubectl("delete", "rr/large", "--timeout=20s");
  }
}
