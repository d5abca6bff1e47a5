package dev.releaserecord.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.app.command.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.commonmark.node.Heading;
import org.commonmark.node.Paragraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a value holds, a reader of Markdown reads it as it is. */
class MarkdownTest {

  private static final List<UnaryOperator<String>> WAYS = List.of(Markdown::text, Markdown::code);

  /** What means something to Markdown, and what means nothing. */
  private static final String[] PIECES = {
    "|",
    "`",
    "``",
    "\\",
    "*",
    "**",
    "_",
    "__",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "#",
    "~~",
    "&lt;",
    "&",
    "!",
    "-",
    "+",
    "=",
    "1.",
    "2)",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "a",
    "IGEST",
    "$x$",
    "{}",
    "---",
    "===",
    "<b>",
    "<!--",
    "![x](y)",
    "[x]: y",
    "https://a.example/b_c",
    "www.a.example",
    "sha256:1",
    "users@IGEST_USERS__",
    "é",
    "𝒳",
    "\r",
    ":",
    "\"",
    "'"
  };

  private static String value(Random random) {
    StringBuilder value = new StringBuilder();
    int length = 1 + random.nextInt(8);
    for (int i = 0; i < length; i++) {
      value.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return value.toString();
  }

  @Test
  void anyValueReadsAsItIsInTables() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      UnaryOperator<String> way = WAYS.get(seed % WAYS.size());
      String first = value(random);
      String second = value(random);
      Rendered page =
          Rendered.of(
              new Markdown()
                  .table(
                      List.of("One", "Two", "Three"),
                      List.of(List.of(way.apply(first), way.apply(second), "end")))
                  .page());
      assertThat(page.rows())
          .as("seed %d: <%s> <%s>", seed, first, second)
          .containsExactly(
              List.of("One", "Two", "Three"),
              List.of(Printable.line(first), Printable.line(second), "end"));
      assertThat(page.active()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void anyValueReadsAsItIsInParagraphsListsAndHeadings() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      UnaryOperator<String> way = WAYS.get(seed % WAYS.size());
      String value = value(random) + "x";
      String line = Printable.line(value);
      Rendered page =
          Rendered.of(
              new Markdown()
                  .block(way.apply(value))
                  .list(List.of(way.apply(value)))
                  .heading(2, way.apply(value))
                  .page());
      assertThat(page.blocks()).as("seed %d: <%s>", seed, value).hasSize(3);
      assertThat(page.blocks().getFirst()).as("seed %d", seed).isInstanceOf(Paragraph.class);
      assertThat(page.blocks().getLast()).as("seed %d", seed).isInstanceOf(Heading.class);
      assertThat(page.blocks().stream().map(Rendered::words))
          .as("seed %d: <%s>", seed, value)
          .containsExactly(line, line, line);
      assertThat(page.active()).as("seed %d", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one\ntwo\n",
        "```\n# no heading\n```",
        "~~~~~\n`````text\n",
        "  | a |\n|---|",
        ""
      })
  void aLogStaysInItsFence(String log) {
    Rendered page = Rendered.of(new Markdown().fence(log).block("after").page());
    assertThat(page.fences()).containsExactly(Printable.block(log));
    assertThat(page.headings()).isEmpty();
    assertThat(Rendered.words(page.blocks().getLast())).isEqualTo("after");
  }

  @Test
  void whatMovesACursorIsLeftOut() {
    String coloured = "\u001b[31mred\u001b[0m \u001b]0;title\u0007and \u202eback";
    assertThat(Markdown.text(coloured)).isEqualTo("red and back");
    assertThat(new Markdown().fence(coloured).page()).contains("\nred and back\n");
  }

  @Test
  void nothingIsMadeOfNothing() {
    List<String> pages = new ArrayList<>();
    pages.add(new Markdown().table(List.of("One"), List.of()).page());
    pages.add(new Markdown().list(List.of()).page());
    pages.add(Markdown.text(null) + Markdown.code(null) + "\n");
    assertThat(pages).containsOnly("\n");
  }
}
