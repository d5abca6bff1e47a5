package dev.releaserecord.status;

import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.scene.PodSketch;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Specs, workloads, a Secret, answers and time, at random: three services in one scene, the same
 * for the same seed.
 */
final class RandomHistory {

  static final List<String> NAMES = List.of("users", "certs", "domains");
  private static final Map<String, Kind> KINDS =
      Map.of("users", Kind.Deployment, "certs", Kind.StatefulSet, "domains", Kind.DaemonSet);

  private static final String RDS = "users-rds";

  private static final References REFERENCES =
      new References(
          List.of(
              new ContainerEnv(
                  "users",
                  List.of(new ContainerEnv.Import(ObjectRef.secret(RDS), "", false)),
                  List.of())),
          List.of(),
          List.of());

  private final Random random;
  private final Random secrets;
  private final Random writers;
  private final Scene scene;

  RandomHistory(long seed) {
    random = new Random(seed);
    secrets = new Random(seed);
    writers = new Random(seed);
    scene = Scene.of(spec());
  }

  Scene scene() {
    return scene;
  }

  /** Once in four times. */
  boolean sometimes() {
    return random.nextInt(4) == 0;
  }

  /** Something happens, and the last status stands in the cluster or does not. */
  void goOn() {
    disturb();
    disturbSecret();
    scene.recorded(random.nextInt(4) != 0);
  }

  private void disturb() {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    switch (random.nextInt(9)) {
      case 0 -> {
        if (random.nextInt(3) == 0) {
          scene.spec(spec());
        }
      }
      case 1 -> scene.later(Duration.ofSeconds(random.nextInt(700)));
      case 2 -> scene.without(new WorkloadKey(kind(name), name));
      case 3 -> scene.retry(Integer.toString(random.nextInt(3)));
      case 4, 5 -> scene.later(Duration.ofMillis(random.nextInt(2000)));
      default -> scene.with(subject(name));
    }
  }

  /** Most of the time it is as it should be. */
  private void disturbSecret() {
    switch (secrets.nextInt(20)) {
      case 0 -> scene.withoutSecret(RDS);
      case 1 -> scene.secret(RDS, "PORT");
      case 2 -> scene.unreadableSecret(RDS, "may not list secrets in namespace gobee: grant it");
      case 3 -> scene.unreadableSecret(RDS, "cannot read Secret users-rds: not now");
      case 4, 5, 6, 7, 8, 9, 10, 11 -> scene.secret(RDS, "HOST", "PORT");
      default -> {}
    }
  }

  /** To all that the next pass would do. */
  List<ActionResult> results() {
    return scene.actions().map(this::result).toList();
  }

  private ActionResult result(Action action) {
    return switch (random.nextInt(10)) {
      case 0 -> new ActionResult.Forbidden(action, "grant patch");
      case 1 -> new ActionResult.Rejected(action, "a policy says no");
      case 2 -> new ActionResult.Superseded(action);
      case 3 -> new ActionResult.Unavailable(action, "503");
      case 4 -> new ActionResult.Withheld(action);
      case 5 -> new ActionResult.Conflicted(action);
      case 6 ->
          action instanceof Action.EvictPod
              ? new ActionResult.Postponed(action, "the budget needs 2")
              : new ActionResult.Applied(action);
      default -> new ActionResult.Applied(action);
    };
  }

  private static Kind kind(String name) {
    return Objects.requireNonNull(KINDS.get(name));
  }

  private Subject subject(String name) {
    Instant at = scene.at();
    String image =
        switch (random.nextInt(9)) {
          case 0 -> name + "@IGEST__";
          case 1 -> "elsewhere.io/other:1";
          default -> "r.io/g/" + name + "@" + digest();
        };
    Subject subject =
        Subject.of(kind(name), name)
            .strategy(new Strategy(false, !name.equals("users") && random.nextBoolean(), 0, false))
            .writtenBy("robot-" + writers.nextInt(12))
            .container(name, image);
    if (name.equals("users")) {
      subject.refers(REFERENCES);
    }
    return switch (random.nextInt(17)) {
      case 0 -> subject;
      case 1 -> subject.replicas(new Replicas(2, 2, 1, 1, true)).pod(image, "", at);
      case 2 -> subject.controlledBy("Ring/x");
      case 3 -> subject.drained(drain(at));
      case 4, 5, 6, 7, 8, 9 -> stuck(subject, at);
      case 10, 11, 12, 13, 14 -> outdated(subject, at);
      default -> subject.steadyFor(Duration.ofSeconds(random.nextInt(90)));
    };
  }

  private Marks.Drain drain(Instant at) {
    return new Marks.Drain(
        random.nextInt(5) == 0 ? "x" : "2",
        random.nextInt(3) != 0,
        random.nextInt(4) == 0 ? null : at.minusSeconds(random.nextInt(20)));
  }

  /** Two pods that serve, one of them of an older revision. */
  private static Subject outdated(Subject subject, Instant at) {
    return subject
        .replicas(new Replicas(2, 2, 1, 2, true))
        .pod(PodSketch.pod("pod-0").ready(at.minusSeconds(100)))
        .pod(PodSketch.pod("pod-1").old().ready(at.minusSeconds(100)));
  }

  /** Two pods, each with a trouble of its own. */
  private Subject stuck(Subject subject, Instant at) {
    Node gone =
        new Node("gone", new Node.Health(at.minusSeconds(3600), 1), Map.of(), List.of(), Set.of());
    Node fine = new Node("node1", new Node.Health(null, 1), Map.of(), List.of(), Set.of());
    int available = random.nextInt(4) / 3;
    subject.replicas(new Replicas(2, 2, 2 - random.nextInt(2), available, true)).nodes(gone, fine);
    if (random.nextInt(6) == 0) {
      subject.scaling(new Surroundings.Scaling(random.nextBoolean(), List.of("hpa")));
    }
    for (int pod = 0; pod < 2; pod++) {
      subject.pod(trouble(PodSketch.pod("pod-" + pod), at));
    }
    return subject;
  }

  private PodSketch trouble(PodSketch pod, Instant at) {
    if (random.nextInt(3) == 0) {
      pod.old();
    }
    return switch (random.nextInt(7)) {
      case 0 -> pod.crashing(at);
      case 1 -> pod.ready(at.minusSeconds(100));
      case 2 -> pod.on("gone").leaving(at.minusSeconds(60));
      case 3 -> pod.leaving(at.minusSeconds(60), "example.com/wait");
      case 4 -> pod.waiting("ImagePullBackOff");
      case 5 -> pod.crashing(at).migrating();
      default -> pod;
    };
  }

  private String digest() {
    return "sha256:" + (random.nextBoolean() ? "a" : "b").repeat(64);
  }

  private String spec() {
    StringBuilder spec = new StringBuilder("imagePrefix: r.io/g\n");
    spec.append("progressDeadline: ").append(random.nextInt(20) + 20).append("s\n");
    if (random.nextInt(6) == 0) {
      spec.append("hold: {reason: incident}\n");
    }
    if (random.nextInt(8) == 0) {
      spec.append("approval: Required\n");
    }
    if (random.nextInt(3) == 0) {
      spec.append("drift: Report\n");
    }
    if (random.nextInt(4) == 0) {
      spec.append("clearing: {policy: Report}\n");
    } else if (random.nextInt(4) == 0) {
      spec.append("clearing: {maxAttempts: 1}\n");
    }
    spec.append("maxInFlight: ").append(random.nextInt(3)).append("\nservices:\n");
    for (String name : NAMES) {
      spec.append("- {name: ").append(name);
      if (random.nextInt(5) != 0) {
        spec.append(", digest: \"").append(digest()).append('"');
      }
      spec.append(", workloads: [{kind: ").append(KINDS.get(name));
      spec.append(", name: ").append(name).append("}]");
      if (name.equals("users")) {
        spec.append(", secrets: [{name: " + RDS + ", keys: [HOST]}]");
      }
      if (!name.equals("users") && random.nextInt(3) == 0) {
        spec.append(", after: [users]");
      }
      spec.append("}\n");
    }
    return spec.toString();
  }
}
