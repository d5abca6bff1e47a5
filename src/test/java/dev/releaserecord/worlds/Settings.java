package dev.releaserecord.worlds;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Strategy;
import java.util.List;

/** The small worlds in which images are pinned. */
final class Settings {

  static final String A = "sha256:" + "a".repeat(64);
  static final String B = "sha256:" + "b".repeat(64);
  private static final Strategy ON_DELETE = new Strategy(false, true, 0, false);

  private Settings() {}

  static String spec(String rest, String... services) {
    StringBuilder spec =
        new StringBuilder("imagePrefix: r.io/g\nprogressDeadline: 2m\nsettle: 30s\n").append(rest);
    spec.append("services:\n");
    List.of(services).forEach(it -> spec.append("- ").append(it).append('\n'));
    return spec.toString();
  }

  static String service(String name, String digest) {
    return "{name: %s, digest: \"%s\"}".formatted(name, digest);
  }

  private static String service(Kind kind, String name, String digest) {
    return "{name: %s, digest: \"%s\", workloads: [{kind: %s, name: %s}]}"
        .formatted(name, digest, kind, name);
  }

  static String image(String name) {
    return "r.io/g/" + name + ":1";
  }

  static String placeholder(String name) {
    return "r.io/g/" + name + "@IGEST__";
  }

  static Setting deployment() {
    return Beginning.of("a Deployment of 2, everything may go wrong once")
        .spec(spec("", service("users", A)))
        .running(Kind.Deployment, "users", 2, image("users"), "r.io/other/proxy:1")
        .edit(
            Boolean.getBoolean("img") ? Deeds.setImage(Kind.Deployment, "users", "r.io/g/users:hotfix"):
            Deeds.scale(Kind.Deployment, "users", 1))
        .faults(Integer.getInteger("faults", 4), Integer.getInteger("c", 1), Integer.getInteger("a", 1), Integer.getInteger("e", 1), Integer.getInteger("d", 1))
        .lag(Integer.getInteger("lag", 2), Integer.getInteger("lag", 2))
        .build();
  }
}
