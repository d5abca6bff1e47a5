package dev.releaserecord.worlds;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Strategy;
import java.util.List;

/** The small worlds in which images are pinned. */
final class Settings {

  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);

  /** Digests that the registry does not have any more. */
  private static final String LOST = "sha256:" + "e".repeat(64);

  private static final String LOST_TOO = "sha256:" + "d".repeat(64);
  private static final Strategy ON_DELETE = new Strategy(false, true, 0, false);
  private static final String HOTFIX = "r.io/g/users:hotfix";

  private static final String DRAIN = "clearing: {drainPeriod: 30s}\n";

  private Settings() {}

  private static String spec(String rest, String... services) {
    StringBuilder spec =
        new StringBuilder("imagePrefix: r.io/g\nprogressDeadline: 2m\nsettle: 30s\n").append(rest);
    spec.append("services:\n");
    List.of(services).forEach(it -> spec.append("- ").append(it).append('\n'));
    return spec.toString();
  }

  private static String service(String name, String digest) {
    return "{name: %s, digest: \"%s\"}".formatted(name, digest);
  }

  private static String service(Kind kind, String name, String digest) {
    return "{name: %s, digest: \"%s\", workloads: [{kind: %s, name: %s}]}"
        .formatted(name, digest, kind, name);
  }

  private static String image(String name) {
    return "r.io/g/" + name + ":1";
  }

  /** Every step of the controllers and of the kubelet by itself; a sidecar that nobody governs. */
  static Beginning deployment() {
    return Beginning.of("a Deployment of 2, step by step")
        .spec(spec("", service("users", A)))
        .running(Kind.Deployment, "users", 2, image("users"), "r.io/other/proxy:1");
  }

  /** A person moves the image or the replicas at any moment. */
  static Beginning edited() {
    return Beginning.of("a Deployment of 2, edited")
        .spec(spec("", service("users", A)))
        .running(Kind.Deployment, "users", 2, image("users"))
        .edit(
            Deeds.setImage(Kind.Deployment, "users", HOTFIX),
            Deeds.scale(Kind.Deployment, "users", 1))
        .swift();
  }

  /** A person deletes the Deployment and makes it anew. */
  static Beginning madeAnew() {
    return Beginning.of("a Deployment of 1, made anew")
        .spec(spec("", service("users", A)))
        .running(Kind.Deployment, "users", 1, image("users"))
        .edit(Deeds.recreate(Kind.Deployment, "users", image("users")))
        .swift();
  }

  /** A person declares another digest. */
  static Beginning redeclared() {
    return Beginning.of("a Deployment of 2, given another digest")
        .spec(spec("", service("users", A)))
        .spec(spec("", service("users", B)))
        .running(Kind.Deployment, "users", 2, image("users"))
        .edit(Deeds.declare(2))
        .swift();
  }

  static Beginning placeholder() {
    return Beginning.of("a Deployment of 2 with a placeholder for an image")
        .spec(spec("", service("users", A)))
        .running(Kind.Deployment, "users", 2, "r.io/g/users@IGEST__")
        .edit(Deeds.scale(Kind.Deployment, "users", 1));
  }

  static Beginning two() {
    return Beginning.of("two Deployments of 2")
        .spec(spec("", service("users", A), service("certs", A)))
        .running(Kind.Deployment, "users", 2, image("users"))
        .running(Kind.Deployment, "certs", 2, image("certs"))
        .edit(
            Deeds.setImage(Kind.Deployment, "users", HOTFIX),
            Deeds.scale(Kind.Deployment, "users", 1))
        .swift();
  }

  /** The second waits for the first, and one place is free. */
  static Beginning inOrder() {
    String certs = "{name: certs, digest: \"%s\", after: [users]}".formatted(A);
    return Beginning.of("two Deployments of 2, one after the other")
        .spec(spec("maxInFlight: 1\n", service("users", A), certs))
        .running(Kind.Deployment, "users", 2, image("users"))
        .running(Kind.Deployment, "certs", 2, image("certs"))
        .edit(Deeds.setImage(Kind.Deployment, "users", HOTFIX))
        .swift();
  }

  static Beginning statefulSet() {
    return Beginning.of("a StatefulSet of 2")
        .spec(spec("", service(Kind.StatefulSet, "users", A)))
        .running(Kind.StatefulSet, "users", 2, image("users"))
        .edit(
            Deeds.setImage(Kind.StatefulSet, "users", HOTFIX),
            Deeds.scale(Kind.StatefulSet, "users", 1));
  }

  static Beginning daemonSet() {
    return Beginning.of("a DaemonSet on 2 nodes")
        .spec(spec("", service(Kind.DaemonSet, "users", A)))
        .running(Kind.DaemonSet, "users", 2, image("users"))
        .edit(Deeds.setImage(Kind.DaemonSet, "users", HOTFIX));
  }

  /** The old pods go one after the other, by eviction. */
  static Beginning evicted() {
    return Beginning.of("a DaemonSet on 2 nodes, OnDelete, evicted")
        .spec(spec("", service(Kind.DaemonSet, "users", A)))
        .running(Kind.DaemonSet, "users", 2, ON_DELETE, image("users"))
        .edit(Deeds.setImage(Kind.DaemonSet, "users", HOTFIX));
  }

  /** Broken pods of an older revision, which its controller waits for. */
  static Beginning stuck() {
    return Beginning.of("a StatefulSet of 2 with a placeholder for an image")
        .spec(spec("", service(Kind.StatefulSet, "users", A)))
        .running(Kind.StatefulSet, "users", 2, "r.io/g/users@IGEST__")
        .edit(Deeds.scale(Kind.StatefulSet, "users", 1));
  }

  /** No pod comes up, and nobody can tell why; after a drain they do. */
  static Beginning drained() {
    return Beginning.of("a Deployment of 2 that is drained")
        .spec(spec(DRAIN, service("users", A)))
        .spec(spec(DRAIN, service("users", B)))
        .jammed()
        .running(Kind.Deployment, "users", 2, image("users"))
        .edit(inMidDrain())
        .swift();
  }

  static Setting.Deed[] inMidDrain() {
    return new Setting.Deed[] {
      Deeds.scale(Kind.Deployment, "users", 1),
      Deeds.scale(Kind.Deployment, "users", 0),
      Deeds.setImage(Kind.Deployment, "users", HOTFIX),
      Deeds.declare(2),
      Deeds.deleteRecord()
    };
  }

  /** Somebody deletes the old pods, one after the other. */
  static Beginning onDelete() {
    return Beginning.of("a DaemonSet on 2 nodes, OnDelete")
        .spec(spec("clearing: {policy: Report}\n", service(Kind.DaemonSet, "users", A)))
        .running(Kind.DaemonSet, "users", 2, ON_DELETE, image("users"))
        .edit(Deeds.setImage(Kind.DaemonSet, "users", HOTFIX))
        .chore(Deeds.replaceOld(Kind.DaemonSet, "users"));
  }

  /** A robot writes another image whenever it likes; nothing runs, so that it may do so often. */
  static Beginning fought() {
    return Beginning.of("a CronJob and a robot")
        .spec(spec("", service(Kind.CronJob, "users", A)))
        .running(Kind.CronJob, "users", 0, image("users"))
        .ran("users", image("users"), HOTFIX, "r.io/g/users@" + A)
        .edit(Deeds.robot(Kind.CronJob, "users", HOTFIX))
        .swift()
        .alone()
        .lag(1, 1);
  }

  /** What is declared never comes up, and gives way to what was verified last. */
  static Beginning goingBack() {
    return goingBack("a Deployment of 1 that goes back", Kind.Deployment, A);
  }

  /** Nor does that come up any more. */
  static Beginning goingBackInVain() {
    return goingBack("a StatefulSet of 1 that goes back in vain", Kind.StatefulSet, LOST_TOO);
  }

  private static Beginning goingBack(String name, Kind kind, String verified) {
    String declared = service(kind, "users", LOST);
    String refused = "onFailure: Rollback\nrefuse: [\"%s\"]\n";
    String set = Setting.releases(List.of(spec("", declared))).getFirst().digestSet().orElseThrow();
    return Beginning.of(name)
        .spec(spec("onFailure: Rollback\n", declared))
        .spec(spec(refused.formatted(set), declared))
        .verified(spec("", service(kind, "users", B)))
        .verified(spec("", service(kind, "users", verified)))
        .running(kind, "users", 1, "r.io/g/users@" + verified)
        .edit(
            Deeds.setImage(kind, "users", HOTFIX),
            Deeds.setImage(kind, "users", "r.io/g/users@" + B),
            Deeds.declare(2),
            Deeds.retry())
        .swift()
        .alone()
        .lag(1, 1);
  }

  /** The CronJob is pinned after the Deployment of the same service. */
  static Beginning cronJob() {
    String loads = "[{kind: Deployment, name: users}, {kind: CronJob, name: tidy}]";
    return Beginning.of("a Deployment of 1 with a CronJob")
        .spec(spec("", "{name: users, digest: \"%s\", workloads: %s}".formatted(A, loads)))
        .running(Kind.Deployment, "users", 1, image("users"))
        .running(Kind.CronJob, "tidy", 0, image("users"))
        .edit(Deeds.setImage(Kind.CronJob, "tidy", HOTFIX))
        .swift();
  }
}
