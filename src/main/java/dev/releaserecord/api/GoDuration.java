package dev.releaserecord.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Kubernetes writes them, which is Go's notation: {@code 90s}, {@code 1h30m}, {@code
 * 1.5h}, {@code 250ms}. There are no days: their length depends on the place.
 *
 * <p>Source of the rule: Go's {@code time.ParseDuration}.
 */
public final class GoDuration {

  private static final Map<String, Long> NANOS_OF_UNIT =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final Pattern TERM =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");

  private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /**
   * Reads a duration to the nanosecond; smaller fractions are cut off.
   *
   * @throws IllegalArgumentException if the text is no duration, or longer than about 292 years;
   *     the message says what to write instead
   */
  public static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
    if (unsigned.equals("0")) {
      return Duration.ZERO;
    }
    BigDecimal nanos = nanos(unsigned, text);
    if (nanos.compareTo(MOST_NANOS) > 0) {
      throw refusal(text, "is longer than a duration can be");
    }
    return Duration.ofNanos(negative ? -nanos.longValue() : nanos.longValue());
  }

  private static BigDecimal nanos(String unsigned, String text) {
    BigDecimal sum = BigDecimal.ZERO;
    Matcher term = TERM.matcher(unsigned);
    int end = 0;
    while (end < unsigned.length()) {
      if (!term.region(end, unsigned.length()).lookingAt()) {
        throw refusal(text, "is not a duration");
      }
      sum = sum.add(number(term.group(1)).multiply(unit(term.group(2))));
      end = term.end();
    }
    if (end == 0) {
      throw refusal(text, "is not a duration");
    }
    return sum;
  }

  private static BigDecimal number(String digits) {
    return new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
  }

  private static BigDecimal unit(String unit) {
    return BigDecimal.valueOf(NANOS_OF_UNIT.getOrDefault(unit, 0L));
  }

  private static IllegalArgumentException refusal(String text, String why) {
    return new IllegalArgumentException(
        "\"%s\" %s: write a number with a unit of h, m, s or ms, such as 90s, 10m or 1h30m"
            .formatted(text, why));
  }
}
