package dev.releaserecord.app.command;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts for YAML that is written by hand, for its comments; read alike by versions 1.1 and 1.2. */
public final class YamlText {

  /** As long as a line that a person reads. */
  private static final int LONGEST_COMMENT = 400;

  /** What begins with a digit and holds a slash is no number and no date. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z]([-A-Za-z0-9_./:@]*[A-Za-z0-9])?|[A-Za-z0-9][-A-Za-z0-9_.:]*/[-A-Za-z0-9_./]*[A-Za-z0-9]");

  /** They end a line, and with it a comment, in version 1.1, which kubectl reads. */
  private static final Pattern BREAKS = Pattern.compile("[\\u2028\\u2029]");

  /** Words that are no text for some reader. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

  private YamlText() {}

  /** A scalar, in quotes where it could be read as something else. */
  public static String text(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    return plain ? text : quoted(text);
  }

  /** A scalar in double quotes. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f || c > '~') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** Whatever it holds, it stays one line: names of images come from whoever may write them. */
  public static String comment(String text) {
    String line = BREAKS.matcher(Printable.line(text)).replaceAll(" ");
    return "# "
        + (line.length() <= LONGEST_COMMENT ? line : line.substring(0, LONGEST_COMMENT) + "…");
  }
}
