package dev.releaserecord.kube.evidence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM blocks of private keys, also where the text holds only part of one. */
final class PrivateKeys {

  private static final Pattern BEGIN =
      Pattern.compile("-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----");

  private static final Pattern END =
      Pattern.compile("-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----");

  /** A line of such a block; hexadecimal digests are none, they are told by their letters. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^[ \\t]{0,16}(?=[^\\n]{0,80}[G-Zg-z])(?=[^\\n]{0,80}[A-Z])(?=[^\\n]{0,80}[a-z])"
              + "[A-Za-z0-9+/]{60,76}={0,2}[ \\t\\r]{0,4}$");

  /** What follows something else on a line and is shorter is a word. */
  private static final int SHORTEST_LINE = 12;

  private PrivateKeys() {}

  static void in(String text, Shapes.Found found) {
    Matcher end = END.matcher(text);
    Matcher begin = BEGIN.matcher(text);
    int done = 0;
    while (end.find()) {
      if (begin.find(done) && begin.start() < end.start()) {
        found.at(begin.start(), end.end());
      } else {
        found.at(end.start(), end.end());
        before(text, done, end.start(), found);
      }
      done = end.end();
    }
    if (begin.find(done)) {
      found.at(begin.start(), begin.end());
      after(text, begin.end(), found);
    }
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      found.at(line.start(), line.end());
    }
  }

  /** Backwards over lines that end in base64: a log may put something before each. */
  private static void before(String text, int least, int start, Shapes.Found found) {
    int to = start;
    boolean whole = false;
    while (to > least) {
      int lineStart = Math.max(least, text.lastIndexOf('\n', to - 1) + 1);
      int from = encodedEnd(text, lineStart, to);
      boolean rest = to == start || to - from >= SHORTEST_LINE;
      if (from > lineStart && !rest) {
        return;
      }
      found.at(from, whole ? to + 1 : to);
      whole = from == lineStart;
      to = lineStart - 1;
    }
  }

  private static void after(String text, int begin, Shapes.Found found) {
    int lineEnd = text.indexOf('\n', begin);
    int to = lineEnd < 0 ? text.length() : lineEnd;
    found.at(begin, to);
    while (to < text.length()) {
      int next = text.indexOf('\n', to + 1);
      int end = next < 0 ? text.length() : next;
      int from = encodedEnd(text, to + 1, end);
      String line = text.substring(to + 1, end).strip();
      boolean header = line.startsWith("Proc-Type:") || line.startsWith("DEK-Info:");
      if (!header && from > to + 1 && end - from < SHORTEST_LINE) {
        return;
      }
      found.at(header || from == to + 1 ? to : from, end);
      to = end;
    }
  }

  /** Where what may be base64 at the end of a line begins. */
  private static int encodedEnd(String text, int lineStart, int to) {
    int from = to;
    while (from > lineStart && encoded(text.charAt(from - 1))) {
      from--;
    }
    boolean indent = text.substring(lineStart, from).isBlank();
    return indent ? lineStart : from;
  }

  private static boolean encoded(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || "+/=\\\r\n".indexOf(c) >= 0;
  }
}
