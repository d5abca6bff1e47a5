package dev.releaserecord.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The arithmetic of the benchmark. */
final class Statistics {

  private Statistics() {}

  /**
   * The smallest value that at least this part of all values do not exceed (nearest rank).
   *
   * @param part above 0, at most 1: 0.99 for the 99th percentile
   */
  static double percentile(List<Double> values, double part) {
    if (values.isEmpty() || !(part > 0 && part <= 1)) {
      throw new IllegalArgumentException("give values, and a part above 0 and at most 1");
    }
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there is no median of nothing");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  static Spread spread(List<Double> values) {
    return new Spread(
        median(values),
        values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
        values.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
  }

  /** Pair by pair: a machine that slows down in the middle of a run slows both of a pair. */
  static List<Double> ratios(List<Double> values, List<Double> baselines) {
    if (values.size() != baselines.size()) {
      throw new IllegalArgumentException("every value needs its baseline");
    }
    return IntStream.range(0, values.size())
        .mapToObj(i -> values.get(i) / baselines.get(i))
        .toList();
  }

  /** How much y grows with each x, by least squares. */
  static double slope(List<Double> x, List<Double> y) {
    double meanX = x.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double meanY = y.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double above = 0;
    double below = 0;
    for (int i = 0; i < x.size(); i++) {
      above += (x.get(i) - meanX) * (y.get(i) - meanY);
      below += (x.get(i) - meanX) * (x.get(i) - meanX);
    }
    return above / below;
  }

  /** ABBA: the sides in their order, then in the reverse one, so that a drift of time cancels. */
  static <T> List<List<T>> turns(List<T> sides, int pairs) {
    List<List<T>> turns = new ArrayList<>(pairs);
    for (int i = 0; i < pairs; i++) {
      turns.add(i % 2 == 0 ? List.copyOf(sides) : sides.reversed().stream().toList());
    }
    return turns;
  }
}
