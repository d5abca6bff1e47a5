package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;

import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.Action.Restart;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.PodContainer.Run;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Import;
import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import dev.releaserecord.rollout.reference.ContainerEnv.Variable;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import dev.releaserecord.status.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Services a, b and c, pinned and verified, each with one Deployment that takes all of Secret db.
 */
final class Fleet {

  static final ObjectRef DB = ObjectRef.secret("db");
  static final ObjectRef CACHE = ObjectRef.secret("cache");

  private static final Duration HOUR = Duration.ofHours(1);

  private final Scene scene;
  private final Map<String, Subject> subjects = new HashMap<>();
  private final Map<String, String> annotations = new HashMap<>();

  private Fleet(String head, String more) {
    StringBuilder spec =
        new StringBuilder("imagePrefix: r.io/g\nsettle: 30s\n" + head + "services:\n");
    for (String name : List.of("a", "b", "c")) {
      spec.append("- {name: %s, digest: \"%s\"%s}%n".formatted(name, A, more));
    }
    scene = Scene.of(spec.toString()).secret("db", "PASS", "USER");
    for (String name : List.of("a", "b", "c")) {
      put(name, subject(name).steadyFor(HOUR));
    }
    scene.pass();
    scene.later(HOUR);
  }

  /** A record that names the Secret for all of them, with this beside it. */
  static Fleet of(String head) {
    return new Fleet(head + "secrets: [{name: db}]\n", "");
  }

  /** A record that names no Secret. */
  static Fleet undeclared(String head) {
    return new Fleet(head, "");
  }

  /** The same, each service with this in it. */
  static Fleet each(String head, String more) {
    return new Fleet(head, more);
  }

  static Subject subject(String name) {
    return of(name, new ContainerEnv(name, List.of(new Import(DB, "", false)), List.of()));
  }

  /** One that takes a single key of it. */
  static Subject taking(String name, String key) {
    Variable variable = new Variable(key, new Value.OfKey(DB, key, false));
    return of(name, new ContainerEnv(name, List.of(), List.of(variable)));
  }

  /** One that takes all of Secret cache as well. */
  static Subject both(String name) {
    return Subject.deployment(name)
        .container(name, image(name))
        .refers(
            new References(
                List.of(
                    new ContainerEnv(
                        name,
                        List.of(new Import(DB, "", false), new Import(CACHE, "", false)),
                        List.of())),
                List.of(),
                List.of()));
  }

  /** Another Deployment with the containers of one. */
  static Subject twin(String name, String of) {
    return Subject.deployment(name)
        .container(of, image(of))
        .refers(
            new References(
                List.of(new ContainerEnv(of, List.of(new Import(DB, "", false)), List.of())),
                List.of(),
                List.of()));
  }

  private static Subject of(String name, ContainerEnv env) {
    return Subject.deployment(name)
        .container(name, image(name))
        .refers(new References(List.of(env), List.of(), List.of()));
  }

  private static String image(String name) {
    return "r.io/g/" + name + "@" + A;
  }

  static List<PodContainer> running(String name) {
    return running(name, Instant.EPOCH);
  }

  static List<PodContainer> running(String name, Instant since) {
    Run run = new Run(new ContainerState.Running(since, true), null, 0, true);
    return List.of(new PodContainer(name, ContainerRole.Main, image(name), "", run));
  }

  static List<PodContainer> crashing(String name, Instant at) {
    Termination end = new Termination(1, 0, "Error", "", at.minusSeconds(20), "");
    return List.of(
        new PodContainer(
            name,
            ContainerRole.Main,
            image(name),
            "",
            new Run(new ContainerState.Waiting("CrashLoopBackOff", ""), end, 4, false)));
  }

  /** What is remembered of its pods. */
  WorkloadSecrets started(String name) {
    return Objects.requireNonNull(scene.row(name, key(name)).secrets());
  }

  /** What it was last restarted for. */
  String annotation(String name) {
    return Objects.requireNonNull(annotations.get(name));
  }

  static WorkloadKey key(String name) {
    return new WorkloadKey(Kind.Deployment, name);
  }

  Scene scene() {
    return scene;
  }

  Fleet put(String name, Subject subject) {
    subjects.put(name, subject);
    scene.with(subject);
    return this;
  }

  /** Somebody writes another password. */
  Fleet rotate(long value) {
    scene.rotated(DB, "PASS", value);
    return this;
  }

  /** The names of those that a pass restarts; their pods are being replaced after it. */
  List<String> pass() {
    Outcome outcome = scene.pass();
    List<Restart> restarts =
        outcome.results().stream().map(it -> it.action()).flatMap(Fleet::restart).toList();
    for (Restart it : restarts) {
      String name = it.workload().name();
      annotations.put(name, it.values());
      put(name, subject(name).restartedFor(it.values(), scene.at()));
    }
    return restarts.stream().map(it -> it.workload().name()).toList();
  }

  static Stream<Restart> restart(Action action) {
    return action instanceof Restart restart ? Stream.of(restart) : Stream.empty();
  }

  /** Its new pods have been Ready for so long. */
  Fleet well(String name, Duration time) {
    return put(name, Objects.requireNonNull(subjects.get(name)).steadyFor(time));
  }

  /** After a while all that was restarted is well. */
  Fleet settled(String... names) {
    scene.later(Duration.ofMinutes(1));
    for (String name : names) {
      well(name, Duration.ofSeconds(40));
    }
    return this;
  }

  ServiceStatus status(String name) {
    return scene.status().services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
