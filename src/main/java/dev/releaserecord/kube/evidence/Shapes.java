package dev.releaserecord.kube.evidence;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What secrets look like that no Secret of the pod holds. No pattern repeats without a bound what
 * another position may begin with, so that each takes time in proportion to the text.
 */
final class Shapes {

  /** Tokens that tell what they are by their start. */
  private static final List<Pattern> TOKENS =
      List.of(
          // AWS: access key ids.
          Pattern.compile("(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
          // GitHub, GitLab, npm.
          Pattern.compile("(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{20,}+"),
          Pattern.compile("(?<![A-Za-z0-9_])github_pat_[A-Za-z0-9_]{20,}+"),
          Pattern.compile("(?<![A-Za-z0-9_-])glpat-[A-Za-z0-9_-]{20,}+"),
          Pattern.compile("(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36,}+"),
          // Slack.
          Pattern.compile("(?<![A-Za-z0-9-])xox[abeoprs](?:\\.xox[bp])?-[A-Za-z0-9-]{10,}+"),
          Pattern.compile("(?<![A-Za-z0-9-])xapp-[A-Za-z0-9-]{10,}+"),
          Pattern.compile("(?<=hooks\\.slack\\.com/services/)[A-Za-z0-9/]{10,}+"),
          // Google.
          Pattern.compile("(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}"),
          Pattern.compile("(?<![A-Za-z0-9_.-])ya29\\.[A-Za-z0-9_.-]{10,}+"),
          Pattern.compile("(?<![A-Za-z0-9_-])GOCSPX-[A-Za-z0-9_-]{20,}+"),
          // Stripe and those that took the fashion up.
          Pattern.compile("(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{16,}+"),
          Pattern.compile("(?<![A-Za-z0-9_-])sk-[A-Za-z0-9_-]{32,}+"),
          // JSON Web Tokens: two parts of base64 JSON, and a signature unless cut off.
          Pattern.compile(
              "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,}+\\.[A-Za-z0-9_-]{4,}+(?:\\.[A-Za-z0-9_-]*+)?"));

  /** Prose speaks of bearer tokens too: a token has a digit in it, or is long. */
  private static final Pattern BEARER =
      Pattern.compile(
          "(?i)(?<![a-z])bearer[ \\t]{1,4}"
              + "(?=[a-z._~+/=-]{0,64}\\d|[a-z._~+/=-]{24})([a-z0-9._~+/=-]{8,}+)");

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "(?i)(?:authorization|(?<![a-z])(?:set-)?cookie)\\\\{0,3}[\"']?[ \\t]{0,4}[:=][ \\t]{0,4}"
              + "[\\[({]?\\\\{0,3}[\"']?(?:(?:basic|bearer|token|apikey|digest|negotiate|aws4-hmac-sha256)["
              + " \\t]{1,4})?([^\"'\\r"
              + "\\n"
              + "\\\\\\])}]*+)");

  /** Of Go's driver for MySQL, which writes no URL. */
  private static final Pattern DATA_SOURCE =
      Pattern.compile("(?<=:)[^\\s:@/]{1,200}(?=@(?:tcp|unix|udp)\\d?\\()");

  private Shapes() {}

  interface Found {
    void at(int from, int to);
  }

  /** What the text around it names a secret: passwords in URLs, headers, values of such keys. */
  static void named(String text, Found found) {
    UrlPasswords.in(text, found);
    KeyedValues.in(text, found);
    group(AUTHORIZATION, text, 1, found);
    group(BEARER, text, 1, found);
    group(DATA_SOURCE, text, 0, found);
  }

  /** What names itself. */
  static void tokens(String text, Found found) {
    TOKENS.forEach(pattern -> group(pattern, text, 0, found));
  }

  private static void group(Pattern pattern, String text, int group, Found found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.at(matcher.start(group), matcher.end(group));
    }
  }
}
