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

  /** Everything is slow for once. */
  private static void delay(World world, boolean quiet, List<Step> steps) {
    if (!quiet && world.left().faults() > 0 && world.left().delays() > 0) {
      World later = world.later(Ages.GRAIN).with(world.left().delayed());
      steps.add(Step.fault("nothing moves for " + Ages.GRAIN.toSeconds() + " s", later));
    }
  }

  private void people(World world, List<Step> steps) {
    if (world.left().faults() > 0 && world.left().edits() > 0) {
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
