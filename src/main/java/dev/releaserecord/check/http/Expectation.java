package dev.releaserecord.check.http;

import dev.releaserecord.api.HttpExpectation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds an answer against what is expected of it. */
final class Expectation {

  private static final int SHOWN = 100;

  private final HttpExpectation expected;
  private final @Nullable String version;
  private final UnaryOperator<String> discreet;
  private final List<String> wrong = new ArrayList<>();

  private Expectation(
      HttpExpectation expected, @Nullable String version, UnaryOperator<String> discreet) {
    this.expected = expected;
    this.version = version;
    this.discreet = discreet;
  }

  /** Everything that is wrong; of the body nothing is quoted. */
  static List<String> judge(
      Answer answer,
      HttpExpectation expected,
      @Nullable String version,
      UnaryOperator<String> discreet) {
    Expectation expectation = new Expectation(expected, version, discreet);
    expectation.status(answer);
    expectation.headers(answer);
    expectation.body(answer);
    return expectation.wrong;
  }

  private void status(Answer answer) {
    if (expected.statusOrDefault().contains(answer.status())) {
      return;
    }
    String codes =
        expected.statusOrDefault().stream().map(String::valueOf).collect(Collectors.joining(", "));
    List<String> location = answer.header("location");
    boolean redirect = answer.status() / 100 == 3 && !location.isEmpty();
    wrong.add(
        "status "
            + codes
            + " expected, found "
            + answer.status()
            + (redirect
                ? " to " + shown(location.getFirst()) + " (redirects are not followed)"
                : ""));
  }

  private void headers(Answer answer) {
    if (expected.version() != null && version != null) {
      header(answer, expected.version().header(), version);
    }
    expected.headers().forEach((name, value) -> header(answer, name, value));
    for (String name : expected.headersPresent()) {
      if (answer.header(name).isEmpty()) {
        wrong.add("header " + name + " expected, absent");
      }
    }
  }

  private void header(Answer answer, String name, String value) {
    List<String> found = answer.header(name);
    if (found.contains(value)) {
      return;
    }
    wrong.add(
        name
            + ": "
            + value
            + " expected, "
            + (found.isEmpty() ? "absent" : "found " + shown(String.join(", ", found))));
  }

  private void body(Answer answer) {
    String contains = expected.bodyContains();
    if (contains != null && !contains.isEmpty() && !answer.body().contains(bytes(contains))) {
      wrong.add("the body lacks \"" + cut(contains) + "\"");
    }
    String lacks = expected.bodyLacks();
    if (lacks != null && !lacks.isEmpty() && answer.body().contains(bytes(lacks))) {
      wrong.add("the body contains \"" + cut(lacks) + "\"");
    }
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private String shown(String text) {
    return cut(discreet.apply(text));
  }

  static String cut(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= SHOWN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, SHOWN))) + "…";
  }
}
