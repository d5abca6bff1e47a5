package dev.releaserecord.loop;

import java.util.Arrays;

/** What a scrape of the metrics says. */
record Exposition(String text) {

  /**
   * The sum of all series of a metric.
   *
   * @param labels such as {@code reason="Forbidden"}; a series has to carry all of them
   */
  double sum(String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{"))
        .filter(line -> Arrays.stream(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
