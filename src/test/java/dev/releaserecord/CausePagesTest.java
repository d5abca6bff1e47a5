package dev.releaserecord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.diagnosis.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken by a cause finds its page, and on it the words that the record says. */
class CausePagesTest {

  private static final Path PAGES = Path.of("docs/runbooks/causes");
  private static final Path INDEX = PAGES.resolve("README.md");
  private static final Path SOURCES = Path.of("src/main/java");

  private static final List<String> SECTIONS =
      List.of(
          "## What the record says",
          "## How Kubernetes shows it",
          "## What the operator does",
          "## What is left to you",
          "## How to see that it is over");

  /** A cause that somebody makes or asks for; an exhaustive switch names it without its type. */
  private static final Pattern NAMED = Pattern.compile("\\bCause\\.([A-Z]\\w+)");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| \\[(\\w+)]\\((\\w+)\\.md\\) \\| ([^|]+) \\|");

  private static final Pattern COMMENT = Pattern.compile("(?m)/\\*(?s:.*?)\\*/|^\\s*//.*$");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

  /** Two literals that stand for one text. */
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  private static final Pattern MESSAGE = Pattern.compile("(?s)says\n\n```\n(.*?)```");

  /** What differs from case to case, and where clauses end. */
  private static final Pattern BETWEEN = Pattern.compile("<[^>]*>|; |\n");

  private static final int TELLING = 3;

  @Test
  void everyCauseThatCanBeNamedHasAPageAndNoOtherHas() throws IOException {
    assertThat(pages().keySet()).isEqualTo(nameable());
    assertThat(nameable()).as("causes found in the sources").hasSizeGreaterThan(25);
  }

  @Test
  void everyPageHasTheSameForm() throws IOException {
    pages()
        .forEach(
            (name, text) -> {
              List<String> lines = text.lines().toList();
              assertThat(lines.getFirst()).isEqualTo("# " + name);
              assertThat(lines.stream().filter(line -> line.startsWith("## ")).toList())
                  .as(name)
                  .isEqualTo(SECTIONS);
              assertThat(lines).as(name).hasSizeBetween(20, 45);
              assertThat(text).as(name).contains("Never: ", "\nkubectl ");
            });
  }

  @Test
  void pagesQuoteWhatTheSourcesSay() throws IOException {
    Set<String> said = said();
    for (Map.Entry<String, String> page : pages().entrySet()) {
      List<List<String>> quotes = quotes(page.getValue());
      assertThat(quotes).as(page.getKey()).isNotEmpty();
      assertThat(quotes.stream().filter(words -> !isOf(said, words)))
          .as("%s quotes what no source says", page.getKey())
          .isEmpty();
    }
  }

  @Test
  void tellsAQuoteFromOtherWords() {
    Set<String> said = Set.of("needs the Secret", "which does not exist", "node");
    assertThat(isOf(said, words("needs the Secret, which does not exist"))).isTrue();
    assertThat(isOf(said, words("which does not exist: node"))).isTrue();
    assertThat(isOf(said, words("needs a Secret, which does not exist"))).isFalse();
    assertThat(isOf(said, words("needs the Secret exist"))).isFalse();
  }

  @Test
  void theIndexNamesEachAndWhetherItIsGivenTime() throws IOException {
    Map<String, String> rows =
        ROW.matcher(Files.readString(INDEX))
            .results()
            .filter(row -> row.group(1).equals(row.group(2)))
            .collect(Collectors.toMap(row -> row.group(1), row -> row.group(3)));
    assertThat(rows.keySet()).isEqualTo(nameable());
    rows.forEach(
        (name, when) -> {
          Cause cause = Cause.valueOf(name);
          if (cause.compareTo(Cause.DeadlineExceeded) <= 0) {
            assertThat(when)
                .as(name)
                .startsWith(cause.mayPass() ? "after the waiting time" : "at once");
          }
        });
  }

  private static Map<String, String> pages() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    try (Stream<Path> files = Files.list(PAGES)) {
      for (Path file : files.filter(file -> !file.equals(INDEX)).toList()) {
        pages.put(file.getFileName().toString().replaceFirst("\\.md$", ""), Files.readString(file));
      }
    }
    return pages;
  }

  private static Set<String> nameable() throws IOException {
    Set<String> all = Arrays.stream(Cause.values()).map(Enum::name).collect(Collectors.toSet());
    return NAMED
        .matcher(sources())
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(all::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> said() throws IOException {
    String code = COMMENT.matcher(sources()).replaceAll("");
    return LITERAL
        .matcher(JOINT.matcher(code).replaceAll(""))
        .results()
        .map(literal -> String.join(" ", words(literal.group(1))))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.toSet());
  }

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static List<List<String>> quotes(String page) {
    return MESSAGE
        .matcher(page)
        .results()
        .flatMap(block -> BETWEEN.splitAsStream(block.group(1)))
        .map(CausePagesTest::words)
        .filter(words -> words.size() >= TELLING)
        .toList();
  }

  private static List<String> words(String text) {
    return Pattern.compile("[\\s,:;()]+")
        .splitAsStream(text)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Whether it can be put together from texts of the sources: whole ones, or two words of one. */
  private static boolean isOf(Set<String> said, List<String> words) {
    return words.isEmpty()
        || IntStream.rangeClosed(1, words.size())
            .filter(end -> isPart(said, words.subList(0, end)))
            .anyMatch(end -> isOf(said, words.subList(end, words.size())));
  }

  private static boolean isPart(Set<String> said, List<String> words) {
    String text = String.join(" ", words);
    return said.contains(text)
        || words.size() > 1
            && said.stream().anyMatch(it -> (" " + it + " ").contains(" " + text + " "));
  }
}
