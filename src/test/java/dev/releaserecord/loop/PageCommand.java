package dev.releaserecord.loop;

import dev.releaserecord.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page has people type.
 *
 * @param text one command, with the lines that it goes on for
 * @param shown the lines that the page shows as its answer
 */
record PageCommand(String text, List<String> shown) {

  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?:kubectl|operator/bin/\\S+|dev/\\S+|\\./mvnw|release-operator|mkdir|tar|ctr|crane|ln|source|\\w+=\\$\\()(?:\\s.*|\\S.*)?");
  private static final Pattern HEREDOC = Pattern.compile("<<(\\w+)");

  boolean tells(String part) {
    return text.contains(part) || shown.stream().anyMatch(line -> line.contains(part));
  }

  /** All of a page, in its order. */
  static List<PageCommand> of(Path page) {
    try {
      List<PageCommand> commands = new ArrayList<>();
      Pages.terminals(Files.readString(page)).forEach(block -> read(block, commands));
      return commands;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void read(String block, List<PageCommand> into) {
    boolean session = block.lines().anyMatch(line -> line.startsWith("$ "));
    Iterator<String> lines = block.lines().iterator();
    boolean typed = session || block.lines().anyMatch(line -> PROGRAM.matcher(line).matches());
    while (lines.hasNext()) {
      String line = lines.next();
      if (session ? line.startsWith("$ ") : PROGRAM.matcher(line).matches()) {
        into.add(
            new PageCommand(whole(session ? line.substring(2) : line, lines), new ArrayList<>()));
      } else if (!into.isEmpty() && (session || !typed)) {
        into.getLast().shown().add(line);
      }
    }
  }

  /** A document within it and an open quotation are part of a command. */
  private static String whole(String first, Iterator<String> lines) {
    StringBuilder text = new StringBuilder(first);
    Matcher heredoc = HEREDOC.matcher(first);
    String end = heredoc.find() ? heredoc.group(1) : "";
    String line = first;
    while (lines.hasNext() && (end.isEmpty() ? open(text) : !line.equals(end))) {
      line = lines.next();
      text.append('\n').append(line);
    }
    return text.append('\n').toString();
  }

  private static boolean open(CharSequence text) {
    String plain = text.toString().replaceAll("(?m)\\s#.*$", "").replaceAll("\\\\.", "");
    String outside = plain.replaceAll("'[^']*'", "").replaceAll("\"[^\"]*\"", "");
    return outside.contains("'") || outside.contains("\"");
  }
}
