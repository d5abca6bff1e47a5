package dev.releaserecord.kube.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Undoes one escape at a time, in strings of bytes. What is no escape stays what it is. */
final class Escape {

  private static final int LONGEST_ENTITY = 6;

  private static final Map<String, Character> ENTITIES =
      Map.of(
          "&amp;", '&', "&lt;", '<', "&gt;", '>', "&quot;", '"', "&apos;", '\'', "&#39;", '\'',
          "&#34;", '"', "&#x27;", '\'');

  private Escape() {}

  interface Step {
    /** Writes what was escaped and says how many characters that took. */
    int undo(String text, int at, StringBuilder out);
  }

  static int json(String text, int at, StringBuilder out) {
    if (text.charAt(at) != '\\' || at + 1 == text.length()) {
      return same(text, at, out);
    }
    char kind = text.charAt(at + 1);
    int code = kind == 'u' ? hex(text, at + 2, 4) : kind == 'x' ? hex(text, at + 2, 2) : -1;
    if (kind == 'x' && code >= 0) {
      out.append((char) code);
      return 4;
    }
    if (kind == 'u' && code >= 0) {
      return unicode(text, at, (char) code, out);
    }
    out.append(
        switch (kind) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'b' -> '\b';
          case 'f' -> '\f';
          default -> kind;
        });
    return 2;
  }

  private static int unicode(String text, int at, char code, StringBuilder out) {
    boolean another = text.startsWith("\\u", at + 6);
    int low = Character.isHighSurrogate(code) && another ? hex(text, at + 8, 4) : -1;
    boolean pair = low >= 0 && Character.isLowSurrogate((char) low);
    String character = pair ? new String(new char[] {code, (char) low}) : String.valueOf(code);
    byte[] utf8 = character.getBytes(StandardCharsets.UTF_8);
    out.append(new String(utf8, StandardCharsets.ISO_8859_1));
    return pair ? 12 : 6;
  }

  static int percent(String text, int at, StringBuilder out) {
    int code = text.charAt(at) == '%' ? hex(text, at + 1, 2) : -1;
    if (code < 0) {
      return same(text, at, out);
    }
    out.append((char) code);
    return 3;
  }

  static int form(String text, int at, StringBuilder out) {
    if (text.charAt(at) != '+') {
      return percent(text, at, out);
    }
    out.append(' ');
    return 1;
  }

  static int html(String text, int at, StringBuilder out) {
    if (text.charAt(at) != '&') {
      return same(text, at, out);
    }
    int limit = Math.min(text.length(), at + LONGEST_ENTITY);
    int end = at + 1;
    while (end < limit && text.charAt(end) != ';') {
      end++;
    }
    Character character = end < limit ? ENTITIES.get(text.substring(at, end + 1)) : null;
    if (character == null) {
      return same(text, at, out);
    }
    out.append(character.charValue());
    return end + 1 - at;
  }

  /** Reads a line break, with the indent of the next line, as nothing. */
  static int lineBreak(String text, int at, StringBuilder out) {
    if (text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      return same(text, at, out);
    }
    int end = at + 1;
    while (end < text.length() && " \t\r\n".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end - at;
  }

  private static int same(String text, int at, StringBuilder out) {
    out.append(text.charAt(at));
    return 1;
  }

  /** -1 where there is no such number. */
  private static int hex(String text, int from, int digits) {
    if (from + digits > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      number = number * 16 + digit;
    }
    return number;
  }
}
