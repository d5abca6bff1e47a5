package dev.releaserecord.monitoring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PromQL expression, read as far as to know which series it wants. */
record Query(String text) {

  private static final Set<String> WORDS =
      Set.of(
          "and",
          "or",
          "unless",
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "offset",
          "bool",
          "inf",
          "nan",
          "sum",
          "min",
          "max",
          "avg",
          "count",
          "group",
          "stddev",
          "stdvar",
          "topk",
          "bottomk",
          "quantile",
          "count_values");

  /** In this order: what stands in quotes or brackets is no name. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<text>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
              + "|(?<range>\\[[^]]*])"
              + "|(?<list>\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\))"
              + "|(?<time>\\b[0-9]+(?:\\.[0-9]+)?(?:ms|[smhdwy]|e[+-]?[0-9]+)?\\b)"
              + "|(?<name>[a-zA-Z_:][\\w:]*)(?<follows>\\s*[({]?)");

  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");

  /**
   * The names of series, each with the labels that it is chosen by.
   *
   * @throws IllegalArgumentException if brackets do not fit together
   */
  Map<String, Set<String>> series() {
    Map<String, Set<String>> found = new LinkedHashMap<>();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (matcher.find(at)) {
      at = matcher.end();
      String name = matcher.group("name");
      if (name == null || WORDS.contains(name)) {
        continue;
      }
      String follows = matcher.group("follows").strip();
      if (follows.equals("(")) {
        continue;
      }
      Set<String> labels = found.computeIfAbsent(name, _ -> new TreeSet<>());
      if (follows.equals("{")) {
        int end = closing(at);
        LABEL
            .matcher(text.substring(at, end))
            .results()
            .map((MatchResult label) -> label.group(1))
            .forEach(labels::add);
        at = end + 1;
      }
    }
    return found;
  }

  /** Braces in quotes, such as those of a regular expression, do not count. */
  private int closing(int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && text.charAt(i - 1) != '\\') {
        quoted = !quoted;
      } else if (c == '}' && !quoted) {
        return i;
      }
    }
    throw new IllegalArgumentException("a brace is not closed: " + text);
  }
}
