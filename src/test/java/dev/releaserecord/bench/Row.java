package dev.releaserecord.bench;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param figure what the goal is about: a ratio where there is a baseline, else the value itself
 * @param unit of the figure, {@code ×} for a ratio
 * @param goal the figure may be at most this; null where there is no goal
 * @param sides what the ratio was made of; null where there is none
 */
record Row(
    String scenario,
    String what,
    Spread figure,
    String unit,
    @Nullable Double goal,
    @Nullable Sides sides) {

  /** Both sides of a ratio, as they were measured. */
  record Sides(Spread operator, Spread baseline, String unit) {}

  boolean met() {
    return goal == null || figure.median() <= goal;
  }

  static Row ratio(String scenario, String what, Ratio ratio, String unit, @Nullable Double goal) {
    return new Row(
        scenario,
        what,
        Statistics.spread(Statistics.ratios(ratio.operator(), ratio.baseline())),
        "×",
        goal,
        new Sides(Statistics.spread(ratio.operator()), Statistics.spread(ratio.baseline()), unit));
  }

  static Row value(String scenario, String what, Spread value, String unit, @Nullable Double goal) {
    return new Row(scenario, what, value, unit, goal, null);
  }
}
