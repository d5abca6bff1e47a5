package dev.releaserecord.check.registry;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** How long a server wants to be left alone (RFC 9110, section 10.2.3). */
final class RetryAfter {

  /** What it asks for beyond this is forgotten: it may be a mistake, and somebody waits. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private RetryAfter() {}

  static Duration of(HttpHeaders headers, Instant now) {
    Duration asked =
        headers.firstValue("Retry-After").map(text -> read(text.trim(), now)).orElse(SHORTEST);
    if (asked.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  private static Duration read(String text, Instant now) {
    if (text.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      return Duration.between(
          now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return SHORTEST;
    }
  }
}
