package dev.releaserecord.kube.evidence;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of keys that sound secret: {@code KEY=value}, {@code key: value}, {@code "key":"value"},
 * {@code --key value}, also in JSON within JSON. The key's start does not matter.
 */
final class KeyedValues {

  private static final int LONGEST_WORD = 12;

  private static final String WORDS =
      "(?:password|passwd|passphrase|(?<![a-z])(?:pass|pwd|sig|dsn)|(?<!\\d:)secret"
          + "|(?<!unexpected )token"
          + "|(?:api|access|private|secret|account|encryption|signing|master|auth)[_.-]?key"
          + "|secret[_.-]?key[_.-]?base|credentials?|connection[_.-]?string|signature"
          + "|session[_.-]?id|(?<=[\"'_])auth)";

  /** {@code PASSWORD_PROD}, but not what only says where it is. */
  private static final String UPPER =
      "(?-i:(?:_(?!FILE|PATH|DIR|NAME|URL|URI|ENDPOINT|TYPE|TTL|TIMEOUT|LENGTH)[A-Z0-9]{1,20}){1,3})";

  private static final String END =
      "(?:[_.-]?(?:value|base64|hash|string|\\d{1,3})|" + UPPER + ")?";

  private static final Pattern KEY =
      Pattern.compile(
          "(?i)"
              + WORDS
              + END
              + "\\\\{0,3}[\"']?\\]?[ \\t]{0,4}(?::=|=>|==?|:(?![:/]))[ \\t]{0,4}[\\[({]?");

  private static final Pattern FLAG =
      Pattern.compile("(?i)(?<=-)(?:password|passwd|passphrase|token|secret|api-key)[ \\t]{1,4}");

  private static final Pattern ELEMENT =
      Pattern.compile(
          "(?i)(?:password|passwd|passphrase|secret|token|(?:api|access|private|secret)[_.-]?key)"
              + "[\\w.-]{0,20}>([^<>\\n]{1,300})(?=</)");

  /** The next pair of a list. */
  private static final Pattern NEXT = Pattern.compile("[,;&][A-Za-z_.-]{1,40}[=:]");

  /** What stands there where there is no value, or where people write a sentence. */
  private static final Set<String> NO_VALUES =
      Set.of(
          ("null nil none true false undefined unset empty missing required expired invalid failed"
                  + " denied yes no is was not must may should could cannot has does")
              .split(" "));

  private KeyedValues() {}

  static void in(String text, Shapes.Found found) {
    each(KEY, text, found);
    each(FLAG, text, found);
    Matcher element = ELEMENT.matcher(text);
    while (element.find()) {
      found.at(element.start(1), element.end(1));
    }
  }

  /** Whether a text that stands where a value is expected begins a sentence. */
  static boolean isProse(String text) {
    int end = bare(text, 0);
    return end <= LONGEST_WORD
        && NO_VALUES.contains(text.substring(0, end).toLowerCase(Locale.ROOT));
  }

  private static void each(Pattern pattern, String text, Shapes.Found found) {
    Matcher matcher = pattern.matcher(text);
    int from = 0;
    while (from <= text.length() && matcher.find(from)) {
      from = Math.max(value(text, matcher.end(), found), matcher.end());
    }
  }

  /** Its end. */
  private static int value(String text, int from, Shapes.Found found) {
    int slashes = slashes(text, from);
    int start = from + slashes;
    if (start < text.length() && "\"'".indexOf(text.charAt(start)) >= 0) {
      int end = closing(text, start + 1, text.charAt(start), slashes);
      found.at(start + 1, end);
      return end;
    }
    int end = bare(text, from);
    if (!isProse(text.substring(from, Math.min(end, from + LONGEST_WORD + 1)))) {
      found.at(from, end);
    }
    return end;
  }

  private static int slashes(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) == '\\') {
      end++;
    }
    return end - from;
  }

  /** Where the same quote is not escaped any further, or the line ends. */
  private static int closing(String text, int from, char quote, int slashes) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\n') {
      int run = slashes(text, at);
      at += run;
      if (at == text.length() || text.charAt(at) == '\n') {
        return at;
      }
      if (text.charAt(at) == quote && closes(run, slashes)) {
        return at - Math.min(run, slashes);
      }
      at++;
    }
    return at;
  }

  private static boolean closes(int run, int slashes) {
    return slashes == 0 ? run % 2 == 0 : run <= slashes || run % 4 == 1;
  }

  private static int bare(String text, int from) {
    int end = from;
    while (end < text.length() && !ends(text, end)) {
      end++;
    }
    return end;
  }

  private static boolean ends(String text, int at) {
    char c = text.charAt(at);
    if (" \t\r\n".indexOf(c) >= 0 || text.startsWith("\\n", at) || text.startsWith("\\\"", at)) {
      return true;
    }
    if ("\"'`;&,)]}>".indexOf(c) < 0) {
      return false;
    }
    return at + 1 == text.length()
        || " \t\r\n,)]}>;:&\"'".indexOf(text.charAt(at + 1)) >= 0
        || NEXT.matcher(text).region(at, text.length()).lookingAt();
  }
}
