package dev.releaserecord.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "90s, PT1M30S",
    "10m, PT10M",
    "24h, PT24H",
    "1h30m, PT1H30M",
    "1h1m1s1ms1us1ns, PT1H1M1.001001001S",
    "30m1h, PT1H30M",
    "1.5h, PT1H30M",
    "1.h, PT1H",
    ".5s, PT0.5S",
    "250ms, PT0.25S",
    "5us, PT0.000005S",
    "5\u00b5s, PT0.000005S",
    "5\u03bcs, PT0.000005S",
    "0.3ns, PT0S",
    "+10m, PT10M",
    "-1m30s, PT-1M-30S",
    "2562047h47m16.854775807s, PT2562047H47M16.854775807S"
  })
  void reads(String text, Duration expected) {
    assertThat(GoDuration.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "10",
        "m",
        "1d",
        "2 weeks",
        "PT10M",
        "10 m",
        "10m ",
        "1h 30m",
        "1,5h",
        "10M",
        "-",
        "+",
        ".s",
        "--1s",
        "1s-1m",
        "9999999h",
        "1e3s",
        "\u0661s"
      })
  void refusesAndSaysWhatToWrite(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GoDuration.parse(text))
        .withMessageContaining("\"" + text + "\"")
        .withMessageContaining("such as 90s, 10m or 1h30m");
  }
}
