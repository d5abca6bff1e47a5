package dev.releaserecord.kube.secret;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Values that somebody meant to fill in and did not. A password may hold any character, so a token
 * counts only if it is the whole value, or the whole user or password of a URL: images have other
 * rules.
 */
final class Placeholders {

  private static final int LONGEST = 200;

  /** What stands in brackets is a name, or a few words. */
  private static final String NAME = "[A-Za-z0-9 ._:-]+";

  private static final Pattern TOKEN =
      Pattern.compile(
          "<N>|\\$\\{N}|\\$\\(N\\)|\\{\\{N}}|\\[\\[N]]|\\(\\(N\\)\\)".replace("N", NAME)
              + "|\\$[A-Z_][A-Z0-9_]*|__[A-Za-z0-9_]+__|%[A-Z0-9_]+%|@{1,2}[A-Z0-9_]+@{1,2}"
              + "|[xX]{3,}|\\*{3,}|\\.{3,}|…");

  /** In lower case, and with their dashes, underscores and blanks gone. */
  private static final Set<String> WORDS =
      Set.of(
          "changeme",
          "changethis",
          "replaceme",
          "replacethis",
          "placeholder",
          "todo",
          "tbd",
          "fixme",
          "fillme",
          "fillmein",
          "tobefilled",
          "tobedefined",
          "insertme");

  private static final Pattern PHRASE =
      Pattern.compile(
          "(?i)(your|insert|enter)[-_ ].*|(replace|change)[-_ ](me|with|this)([-_ ].*)?"
              + "|.*[-_ ](placeholder|changeme|change-me|change_me)");

  private static final Pattern DASHES = Pattern.compile("[-_ ]");

  /** What stands in a URL of a README where the password belongs. */
  private static final Set<String> IN_URLS = Set.of("PASSWORD", "PASS", "PW", "PASSWD", "SECRET");

  private static final Pattern USER_INFO = Pattern.compile("://([^:/?#]*)(?::([^/?#]*))?@[^@]*");

  private Placeholders() {}

  static boolean is(String value) {
    String text = Blanks.strip(value);
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    return isWord(text) || inUrl(text);
  }

  private static boolean isWord(String text) {
    return TOKEN.matcher(text).matches()
        || PHRASE.matcher(text).matches()
        || WORDS.contains(DASHES.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(""));
  }

  private static boolean inUrl(String text) {
    var info = USER_INFO.matcher(text);
    if (!info.find()) {
      return false;
    }
    String password = info.group(2);
    return (!info.group(1).isEmpty() && isWord(info.group(1)))
        || (password != null
            && !password.isEmpty()
            && (isWord(password) || IN_URLS.contains(password)));
  }
}
