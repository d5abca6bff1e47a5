package dev.releaserecord.check.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "600 | PT10M",
        "1 | PT1M",
        "0 | PT1M",
        "-5 | PT1M",
        "999999999 | PT1H",
        "99999999999999 | PT1M",
        "soon | PT1M",
        "Thu, 01 Jan 2026 00:05:00 GMT | PT5M",
        "Wed, 31 Dec 2025 00:00:00 GMT | PT1M",
      })
  void anHourAtMostAndAMinuteAtLeast(String header, Duration pause) {
    HttpHeaders headers = HttpHeaders.of(Map.of("Retry-After", List.of(header)), (_, _) -> true);
    assertThat(RetryAfter.of(headers, Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo(pause);
  }
}
