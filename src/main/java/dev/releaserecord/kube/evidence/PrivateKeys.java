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

  private PrivateKeys() {}

  static void in(String text, Shapes.Found found) {
    Matcher end = END.matcher(text);
    Matcher begin = BEGIN.matcher(text);
    int done = 0;
    while (end.find()) {
      int from = begin.find(done) && begin.start() < end.start() ? begin.start() : -1;
      found.at(from >= 0 ? from : before(text, done, end.start()), end.end());
      done = end.end();
    }
    if (begin.find(done)) {
      found.at(begin.start(), after(text, begin.end()));
    }
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      found.at(line.start(), line.end());
    }
  }

  /** Back over whatever may be base64, line by line. */
  private static int before(String text, int least, int end) {
    int from = end;
    while (from > least && encoded(text.charAt(from - 1))) {
      from--;
    }
    return from;
  }

  private static int after(String text, int begin) {
    int lineEnd = text.indexOf('\n', begin);
    int to = lineEnd < 0 ? text.length() : lineEnd;
    while (to < text.length()) {
      int next = text.indexOf('\n', to + 1);
      int end = next < 0 ? text.length() : next;
      String line = text.substring(to + 1, end).strip();
      boolean header = line.startsWith("Proc-Type:") || line.startsWith("DEK-Info:");
      if (!header && !line.chars().allMatch(c -> encoded((char) c))) {
        return to;
      }
      to = end;
    }
    return to;
  }

  private static boolean encoded(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || "+/=\\\r\n".indexOf(c) >= 0;
  }
}
