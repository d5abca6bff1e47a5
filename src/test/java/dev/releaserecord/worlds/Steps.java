package dev.releaserecord.worlds;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can happen next. */
final class Steps {

  private final Setting setting;
  private final Mind mind;

  Steps(Setting setting) {
    this.setting = setting;
    this.mind = new Mind(setting);
  }

  Mind mind() {
    return mind;
  }

  /** In an order that depends on the world alone. */
  List<Step> of(World world) {
    List<Step> steps = new ArrayList<>();
    Controllers.steps(world, setting.swift(), steps);
    Passes.steps(setting, mind, world, steps);
    for (Setting.Deed chore : setting.chores()) {
      deed(chore, world, true, steps);
    }
    if (steps.stream().noneMatch(Step::fair) && !world.told()) {
      steps.add(Step.fair("the watches tell what is no news", world.within(new World.Lag(0, 0))));
    }
    boolean quiet = steps.stream().noneMatch(Step::fair);
    if (quiet) {
      time(world, steps);
    }
    Writing.heldUp(setting, world, steps);
    people(world, steps);
    delay(world, quiet, steps);
    return steps.stream().map(this::within).toList();
  }

  private Step within(Step step) {
    World world = step.world().within(setting.lag());
    return new Step(
        step.label(),
        step.fair(),
        world,
        step.wrong() == null ? Laws.ofState(world) : step.wrong());
  }

  /** When nothing else goes on, time goes on to the next instant that somebody waits for. */
  private static void time(World world, List<Step> steps) {
    Instant due = world.operator().due();
    if (due != null) {
      Duration by = Duration.between(Ages.NOW, due);
      steps.add(Step.fair(by.toSeconds() + " s pass", world.later(by)));
    }
  }

  /**
   * Everything is slow for once. Not in the middle of a pass: whoever stands still for so long has
   * lost the lease, and finds the gate closed before the next write.
   */
  private void delay(World world, boolean quiet, List<Step> steps) {
    if (!quiet && world.operator().acting() == null && world.left().luck().delay()) {
      World later = world.later(setting.delay());
      steps.add(
          Step.fault(
              "nothing moves for " + setting.delay().toSeconds() + " s",
              later.with(later.left().delayed())));
    }
  }

  private void people(World world, List<Step> steps) {
    if (world.left().luck().edit()) {
      World edited = world.with(world.left().edited());
      setting.edits().forEach(edit -> deed(edit, edited, false, steps));
    }
  }

  private static void deed(Setting.Deed deed, World world, boolean fair, List<Step> steps) {
    @Nullable World next = deed.change().apply(world);
    if (next != null) {
      steps.add(new Step(deed.label(), fair, next, null));
    }
  }
}
