package dev.releaserecord.check.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChallengeTest {

  private static Arguments row(String header, Challenge... challenges) {
    return Arguments.of(header, List.of(challenges));
  }

  private static Challenge of(String scheme, String... parameters) {
    return new Challenge(
        scheme,
        parameters.length == 0
            ? Map.of()
            : parameters.length == 2
                ? Map.of(parameters[0], parameters[1])
                : Map.of(parameters[0], parameters[1], parameters[2], parameters[3]));
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        row("Basic realm=\"registry\"", of("basic", "realm", "registry")),
        row("BASIC Realm = registry", of("basic", "realm", "registry")),
        row("Basic", of("basic")),
        row(
            "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\"",
            of("bearer", "realm", "https://auth.docker.io/token", "service", "registry.docker.io")),
        row(
            "Bearer realm=\"https://a/t\" , scope=\"repository:a/b:pull,push\"",
            of("bearer", "realm", "https://a/t", "scope", "repository:a/b:pull,push")),
        row(
            "Negotiate, Bearer realm=\"https://a/t\", Basic realm=\"x\"",
            of("negotiate"),
            of("bearer", "realm", "https://a/t"),
            of("basic", "realm", "x")),
        row("Bearer realm=\"a \\\"quoted\\\" word\"", of("bearer", "realm", "a \"quoted\" word")),
        row("Bearer realm=\"one\",realm=\"two\"", of("bearer", "realm", "one")),
        row("Bearer realm=\"never closed", of("bearer", "realm", "never closed")),
        row("Bearer realm=", of("bearer", "realm", "")),
        row("Negotiate dG9rZW4=, Basic realm=\"x\"", of("negotiate"), of("basic", "realm", "x")),
        row(", ,", new Challenge[0]),
        row("=", new Challenge[0]),
        row("", new Challenge[0]));
  }

  /** The token of another scheme (token68) reads as a parameter or a scheme that nobody knows. */
  @ParameterizedTest
  @MethodSource("headers")
  void aHeaderIsReadAsFarAsItGoes(String header, List<Challenge> challenges) {
    List<Challenge> known =
        Challenge.parse(List.of(header)).stream()
            .filter(it -> List.of("basic", "bearer", "negotiate").contains(it.scheme()))
            .map(it -> it.scheme().equals("negotiate") ? of("negotiate") : it)
            .toList();
    assertThat(known).isEqualTo(challenges);
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(Challenge.parse(List.of("Basic realm=\"a\"", "Bearer realm=\"b\"")))
        .extracting(Challenge::scheme)
        .containsExactly("basic", "bearer");
  }

  @Test
  void aLongOneIsCut() {
    String endless = "Bearer realm=\"" + "a".repeat(100_000);
    assertThat(Challenge.parse(List.of(endless)))
        .singleElement()
        .satisfies(it -> assertThat(it.parameter("realm")).hasSizeLessThan(10_000));
  }
}
