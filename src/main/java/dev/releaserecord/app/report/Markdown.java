package dev.releaserecord.app.report;

import dev.releaserecord.app.command.Printable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page of Markdown: CommonMark 0.31, and the tables of GitHub. Whatever a value holds, it reads
 * as it is: it makes no heading, no link and no column, and ends no block.
 */
final class Markdown {

  /** By CommonMark 2.4, a backslash before any of these is the character alone. */
  private static final Pattern ACTIVE = Pattern.compile("[\\\\`*_\\[\\]<>|~#&$!{}]");

  /** At the begin of a line: a list, or the underline of a heading. */
  private static final Pattern LINE_START =
      Pattern.compile("^(?:[-+=]|[0-9]{1,9}(?=[.)](?:\\s|$)))");

  /** GitHub makes a link of it, backslashes included; so it stands as code. */
  private static final Pattern URL = Pattern.compile("https?://[^\\s`|]*[^\\s`|.,;:!?'\")\\]]");

  private static final Pattern TICKS = Pattern.compile("`+");
  private static final int SHORTEST_FENCE = 3;

  private final StringBuilder page = new StringBuilder();

  /** A value as text, in one line, anywhere in a paragraph, a list or a table. */
  static String text(@Nullable String value) {
    String line = value == null ? "" : Printable.line(value);
    StringBuilder text = new StringBuilder();
    Matcher url = URL.matcher(line);
    int end = 0;
    while (url.find()) {
      text.append(escaped(line.substring(end, url.start()), end == 0)).append(code(url.group()));
      end = url.end();
    }
    return text.append(escaped(line.substring(end), end == 0)).toString();
  }

  private static String escaped(String text, boolean start) {
    String escaped = ACTIVE.matcher(text).replaceAll("\\\\$0");
    if (!start) {
      return escaped;
    }
    Matcher begin = LINE_START.matcher(escaped);
    if (!begin.find()) {
      return escaped;
    }
    return Character.isDigit(escaped.charAt(0))
        ? begin.group() + "\\" + escaped.substring(begin.end())
        : "\\" + escaped;
  }

  /** A value as code, in one line; as text where it holds what code cannot hold everywhere. */
  static String code(@Nullable String value) {
    String line = value == null ? "" : Printable.line(value);
    return line.isEmpty() || line.contains("`") || line.contains("|")
        ? escaped(line, true)
        : "`" + line + "`";
  }

  Markdown heading(int level, String markdown) {
    return block("#".repeat(level) + " " + markdown);
  }

  /** Lines of one paragraph, or items of a list; an empty line follows. */
  Markdown block(String markdown) {
    page.append(markdown).append("\n\n");
    return this;
  }

  Markdown list(List<String> items) {
    return items.isEmpty()
        ? this
        : block(items.stream().map(it -> "- " + it).collect(Collectors.joining("\n")));
  }

  /** Nothing where there are no rows. */
  Markdown table(List<String> head, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    StringBuilder table = new StringBuilder(row(head));
    table.append('\n').append(row(head.stream().map(_ -> "---").toList()));
    rows.forEach(it -> table.append('\n').append(row(it)));
    return block(table.toString());
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(it -> it.isEmpty() ? " " : " " + it + " ")
        .collect(Collectors.joining("|", "|", "|"));
  }

  /** A text as it is, line by line. */
  Markdown fence(String text) {
    String lines = Printable.block(text);
    int longest =
        TICKS.matcher(lines).results().mapToInt(it -> it.group().length()).max().orElse(0);
    String fence = "`".repeat(Math.max(SHORTEST_FENCE, longest + 1));
    return block(fence + "text\n" + lines + fence);
  }

  /** The page so far; ends with the end of a line. */
  String page() {
    return page.toString().stripTrailing() + "\n";
  }
}
