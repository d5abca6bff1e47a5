package dev.releaserecord.loop;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.rollout.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Brings troubles about, all in one namespace, and waits for what one record says of them. */
final class Provocation implements AutoCloseable {

  static final String FINALIZER = "releaserecord.dev/hold";

  private final Scene scene;
  private final List<Trouble> troubles;

  Provocation(Scene scene, List<Trouble> troubles, Map<String, String> values) {
    this.scene = scene;
    this.troubles = troubles.stream().map(trouble -> trouble.filled(values)).toList();
  }

  void begin() {
    troubles.forEach(trouble -> scene.apply(trouble.manifest()));
    troubles.forEach(this::then);
  }

  private void then(Trouble trouble) {
    switch (trouble.then()) {
      case Nothing -> {}
      case BeWhole -> awaitWhole(trouble);
      case Pause -> {
        awaitWhole(trouble);
        scene.kubectl("rollout", "pause", "deployment/" + trouble.name());
      }
      case Hold -> {
        awaitWhole(trouble);
        String pod = pods(trouble).getFirst();
        finalizers(pod, "[\"" + FINALIZER + "\"]");
        scene.kubectl("delete", pod, "--wait=false");
      }
      case Run ->
          scene.kubectl("create", "job", trouble.name(), "--from=cronjob/" + trouble.name());
    }
  }

  private void awaitWhole(Trouble trouble) {
    String ready = trouble.kind() == Kind.DaemonSet ? "numberReady" : "readyReplicas";
    scene.kubectl(
        "wait",
        trouble.kind() + "/" + trouble.name(),
        "--for=jsonpath={.status." + ready + "}=1",
        "--timeout=90s");
  }

  private List<String> pods(Trouble trouble) {
    return scene
        .kubectl("get", "pods", "--selector=app=" + trouble.name(), "--output=name")
        .lines()
        .toList();
  }

  private void finalizers(String pod, String list) {
    scene.kubectl("patch", pod, "--patch={\"metadata\": {\"finalizers\": " + list + "}}");
  }

  /** Has a record govern them that nothing makes Verified, and clears nothing. */
  void awaitNamed(Duration patience) {
    StringBuilder spec = new StringBuilder("settle: 10m\nclearing: {policy: Report}\nservices:\n");
    troubles.forEach(trouble -> spec.append(trouble.entry()));
    try (LocalOperator _ = scene.operator()) {
      scene.apply(Manifests.record("troubles", spec.toString()));
      await()
          .atMost(patience)
          .pollInterval(Scene.POLL)
          .untilAsserted(() -> Trouble.assertNamed(troubles, scene.status("troubles")));
    }
  }

  /** Lets go what would keep the namespace. */
  @Override
  public void close() {
    troubles.stream()
        .filter(trouble -> trouble.then() == Trouble.Then.Hold)
        .flatMap(trouble -> pods(trouble).stream())
        .forEach(pod -> finalizers(pod, "null"));
  }
}
