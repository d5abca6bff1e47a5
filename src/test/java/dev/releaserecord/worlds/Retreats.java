package dev.releaserecord.worlds;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.RollbackStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.plan.release.Release;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold where what is declared failed, and gave way to what was verified. */
final class Retreats {

  static final String UNSAID = "the operator went back, and the status does not say so";

  static final String AGAIN = "the operator pinned again what it had gone back from";

  private Retreats() {}

  /**
   * What is refused is not pinned, nor again what was gone back from; and only what the status says
   * is enforced is pinned instead of what is declared.
   */
  static @Nullable String ofPin(Setting setting, World world, Write write, String image) {
    Release looked = setting.release(write.seen().generation());
    boolean declared = runs(looked, image);
    if (declared && refused(looked)) {
      return "the operator pinned " + image + ", which is refused";
    }
    ReleaseRecordStatus status = world.card().status().status();
    RollbackStatus rollback = status.rollback();
    boolean asked = !Objects.equals(world.card().retry(), status.lastHandledRetry());
    if (declared && rollback != null && from(looked, rollback) && !asked) {
      return AGAIN;
    }
    boolean enforced =
        setting.history().find(status.enforcedSet()).filter(set -> holds(set, image)).isPresent();
    return declared || enforced ? null : UNSAID;
  }

  /** A rollback goes from what never was verified to what was, once, and it is not Ready. */
  static @Nullable String ofStatus(Setting setting, Seen seen, ReleaseRecordStatus status) {
    History history = setting.history();
    RollbackStatus was = seen.previous().status().rollback();
    RollbackStatus now = status.rollback();
    boolean asked =
        !Objects.equals(seen.card().retry(), seen.previous().status().lastHandledRetry());
    if (was != null && was.from().equals(status.digestSet()) && !asked && !was.equals(now)) {
      return "a rollback is forgotten, or went on to another set";
    }
    if (now == null) {
      return null;
    }
    if (history.find(now.to()).isEmpty() || history.find(now.from()).isPresent()) {
      return "a rollback goes from what was verified, or to what was not";
    }
    if (!now.to().equals(history.newest().map(VerifiedSet::digestSet).orElse(""))) {
      return "a rollback goes to another set than the one that was verified last";
    }
    return Conditions.isTrue(status.conditions(), ConditionType.Ready)
        ? "Ready is said of what was gone back from"
        : null;
  }

  /**
   * What is declared never comes up: what was verified stands there, and a person is told; or it is
   * refused, and what stands there is left.
   */
  static boolean over(Setting setting, World world) {
    Release release = setting.release(world.card().generation());
    ReleaseRecordStatus status = world.card().status().status();
    boolean lost =
        release.services().stream().allMatch(it -> Mould.lost(it.image().orElseThrow().text()));
    if (!lost || Conditions.isTrue(status.conditions(), ConditionType.Ready)) {
      return false;
    }
    if (refused(release)) {
      return true;
    }
    String image =
        world.loads().objects().values().iterator().next().containers().getFirst().image();
    Phase phase = status.services().getFirst().phase();
    boolean back = setting.history().sets().stream().anyMatch(set -> holds(set, image));
    return back && (status.rollback() != null || phase == Phase.RolledBack);
  }

  private static boolean refused(Release release) {
    return release.digestSet().filter(release.policy().gates().refused()::contains).isPresent();
  }

  private static boolean from(Release release, RollbackStatus rollback) {
    return release.digestSet().equals(Optional.of(rollback.from()));
  }

  private static boolean runs(Release release, String image) {
    return release.services().stream()
        .anyMatch(it -> it.image().orElseThrow().text().equals(image));
  }

  private static boolean holds(VerifiedSet set, String image) {
    return set.members().stream().anyMatch(it -> image.equals(it.image() + "@" + it.digest()));
  }
}
