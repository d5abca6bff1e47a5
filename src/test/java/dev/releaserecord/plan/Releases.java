package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.scene.Subject.deployment;

import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Two releases of the gobee diary, and what is recorded of them. */
final class Releases {

  static final String NEXT = ONE.replace(A, B);
  static final String IMAGE_B = "r.io/g/users@" + B;
  static final String S1 = set(ONE);
  static final String S2 = set(NEXT);

  static final VerifiedSet FIRST = verified(ONE, A, 1, "users");
  static final VerifiedSet SECOND = verified(NEXT, B, 2, "users");

  private Releases() {}

  private static String set(String spec) {
    return Objects.requireNonNull(Scene.of(spec).plan().sets().declared());
  }

  /** A set of one digest for all services, verified as the number says. */
  static VerifiedSet verified(String spec, String digest, long revision, String... services) {
    Scene scene = Scene.of(spec);
    return new VerifiedSet(
        new VerifiedSet.Keeping(
            "core-" + revision,
            "core",
            new VerifiedSet.Identity("u" + revision, "1"),
            "uid-core",
            revision),
        set(spec),
        scene.at(),
        "alice",
        scene.observe().release().policy().gates().approval().content(),
        Arrays.stream(services)
            .map(it -> new VerifiedSet.Member(it, "r.io/g/" + it, digest, null, List.of()))
            .toList());
  }

  static History history(VerifiedSet... sets) {
    return new History(true, List.of(sets));
  }

  static Subject users(String image) {
    return deployment("users").container("users", image);
  }

  static Stream<String> images(Scene scene) {
    return scene.plan().work().pins().stream()
        .flatMap(pin -> pin.changes().stream())
        .map(ImageChange::to);
  }
}
