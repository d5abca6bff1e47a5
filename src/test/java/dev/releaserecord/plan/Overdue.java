package dev.releaserecord.plan;

import static dev.releaserecord.plan.Troubles.users;
import static dev.releaserecord.scene.PodSketch.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.ClearingAttempt;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.util.Objects;

/** A workload that does not move, and is cleared: scaled to 0 and back. */
final class Overdue {

  static final WorkloadKey USERS = new WorkloadKey(Kind.Deployment, "users");
  static final Duration DEADLINE = Duration.ofMinutes(10);
  static final Duration SOON = Duration.ofMillis(100);
  static final String DRAIN = "scale to 0 and back to 1";

  private Overdue() {}

  static Subject down() {
    return users().pod(pod("users-x"));
  }

  static Subject drained(Scene scene) {
    return users().drained(new Marks.Drain("1", true, scene.at()));
  }

  /** Past its deadline, with nothing that anybody could tell. */
  static Scene overdue(String spec) {
    Scene scene = Scene.of(spec).with(down());
    scene.passInVain();
    return scene.later(DEADLINE);
  }

  static WorkloadStatus row(Scene scene) {
    return scene.row("users", USERS);
  }

  static ClearingAttempt newest(Scene scene) {
    return Objects.requireNonNull(row(scene).clearing());
  }

  static String message(Scene scene) {
    return scene.state("users").message();
  }

  /** Enters and makes an attempt, drains, restores, and waits until the next one. */
  static void attempt(Scene scene) {
    scene.pass();
    scene.later(SOON);
    assertThat(scene.actions()).singleElement().isInstanceOf(Action.Drain.class);
    scene.pass();
    scene.with(drained(scene)).later(Duration.ofSeconds(15));
    assertThat(scene.actions()).singleElement().isInstanceOf(Action.Restore.class);
    scene.pass();
    scene.with(down());
  }
}
