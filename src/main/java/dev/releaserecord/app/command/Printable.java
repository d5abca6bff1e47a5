package dev.releaserecord.app.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts that others wrote, for people: what a program logged or somebody put into a record must not
 * move a cursor, colour a terminal, or make a line read otherwise than it is.
 */
public final class Printable {

  /** Control sequences of terminals: ECMA-48, 5.4 (CSI) and 8.3.89 (OSC). */
  private static final Pattern SEQUENCE =
      Pattern.compile("\\x1b\\[[0-?]*[ -/]*[@-~]|\\x1b\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)");

  /** Controls, and what turns the direction of writing round (Unicode, UAX 9, 2). */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private Printable() {}

  /** All of it in one line. */
  public static String line(String text) {
    return seen(BLANKS.matcher(SEQUENCE.matcher(text).replaceAll("")).replaceAll(" ")).strip();
  }

  /** Line by line. */
  public static List<String> lines(String text) {
    return SEQUENCE
        .matcher(text)
        .replaceAll("")
        .lines()
        .map(it -> seen(it.replace("\t", "  ")).stripTrailing())
        .toList();
  }

  /** The same as one text, with an end to every line. */
  public static String block(String text) {
    return lines(text).stream().map(it -> it + "\n").collect(Collectors.joining());
  }

  private static String seen(String text) {
    return UNSEEN.matcher(text).replaceAll("");
  }
}
