package dev.releaserecord.plan.clearing;

import static dev.releaserecord.scene.PodSketch.pod;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Diagnostician;
import dev.releaserecord.rollout.diagnosis.Facts;
import dev.releaserecord.scene.PodSketch;
import dev.releaserecord.scene.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.provider.Arguments;

/** Workloads that do not move, and in words what is done about them. */
final class Sketches {

  static final Instant AT = Instant.parse("2026-01-01T01:00:00Z");
  private static final Instant LONG_AGO = AT.minusSeconds(1800);
  static final Strategy ON_DELETE = new Strategy(false, true, 0, false);

  /** A node that was lost long ago. */
  static final Node GONE =
      new Node("node1", new Node.Health(LONG_AGO, 1), Map.of(), List.of(), Set.of());

  private Sketches() {}

  static Subject workload(Kind kind, int wanted, int available) {
    return Subject.of(kind, "users")
        .container("users", PodSketch.IMAGE)
        .replicas(new Replicas(wanted, wanted, wanted, available, true));
  }

  static Subject deployment(int wanted, int available) {
    return workload(Kind.Deployment, wanted, available);
  }

  static Subject statefulSet(int wanted, int available) {
    return workload(Kind.StatefulSet, wanted, available);
  }

  static Subject daemonSet(int wanted, int available) {
    return workload(Kind.DaemonSet, wanted, available);
  }

  static PodSketch ready(String name) {
    return pod(name).ready(LONG_AGO);
  }

  static String remedy(Subject subject, Cause cause) {
    Facts facts = subject.facts(AT);
    return text(Remedies.of(facts, Diagnostician.diagnose(facts), cause));
  }

  static String restart(Subject subject) {
    Facts facts = subject.facts(AT);
    return text(RestartRule.restart(facts, _ -> true));
  }

  private static String text(Remedy remedy) {
    return switch (remedy) {
      case Remedy.Leave _ -> "leave";
      case Remedy.Refuse(String why) -> "refuse: " + why;
      case Remedy.Wait(String on) -> "wait: " + on;
      case Remedy.Act act -> act.text() + (act.spends() ? " (spends)" : "");
    };
  }

  static Arguments row(String what, Subject subject, Cause cause, String expected) {
    return arguments(what, subject, cause, expected);
  }
}
