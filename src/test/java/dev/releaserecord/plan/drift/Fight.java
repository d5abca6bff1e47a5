package dev.releaserecord.plan.drift;

import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.Action.Slot;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Services that run what is declared, and somebody else who moves the image of one. */
final class Fight {

  static final String DIGEST = "sha256:" + "a".repeat(64);
  static final String USERS = "r.io/g/users@" + DIGEST;
  static final String FOREIGN = "r.io/g/users:1";
  static final String SPEC =
      """
      imagePrefix: r.io/g
      services:
      - {name: users, digest: "%1$s"}
      - {name: certs, digest: "%1$s"}
      - {name: front, digest: "%1$s", after: [users]}
      """
          .formatted(DIGEST);

  private Fight() {}

  static Scene governed() {
    Scene scene = Scene.of(SPEC);
    for (String name : List.of("users", "certs", "front")) {
      scene.with(steady(name));
    }
    scene.pass();
    return scene;
  }

  static Subject steady(String name) {
    return deployment(name)
        .container(name, "r.io/g/" + name + "@" + DIGEST)
        .steadyFor(Duration.ofHours(1));
  }

  static Subject moved(String manager) {
    return deployment("users")
        .writtenBy(manager)
        .container("users", FOREIGN)
        .steadyFor(Duration.ofHours(1));
  }

  /** Somebody moves the image; whether it was set back. */
  static boolean flip(Scene scene, String manager) {
    scene.with(moved(manager));
    boolean back = scene.pass().applied().findAny().isPresent();
    if (back) {
      scene.with(steady("users"));
      scene.pass();
    }
    return back;
  }

  static Scene stopped() {
    Scene scene = governed();
    for (int i = 0; i < 4; i++) {
      assertThat(flip(scene, "argocd-controller")).isTrue();
      scene.later(Duration.ofMinutes(1));
    }
    assertThat(flip(scene, "argocd-controller")).isFalse();
    return scene;
  }

  static ImageChange change(@Nullable String manager) {
    return new ImageChange(
        "users", new Slot("c", ContainerRole.Main, 0), FOREIGN, USERS, true, manager);
  }
}
