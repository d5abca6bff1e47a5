package dev.releaserecord.kube.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
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
          Pattern.compile("(?<![A-Za-z0-9])whsec_[A-Za-z0-9]{16,}+"),
          // SendGrid, Docker Hub, DigitalOcean, Vault, Hugging Face.
          Pattern.compile("(?<![A-Za-z0-9_-])SG\\.[A-Za-z0-9_-]{16,}+\\.[A-Za-z0-9_-]{16,}+"),
          Pattern.compile(
              "(?<![A-Za-z0-9])(?:dckr_pat_|do[opr]_v1_|hvs\\.|hf_)[A-Za-z0-9_-]{20,}+"),
          // JSON Web Tokens: two parts of base64, and a signature or what is encrypted.
          Pattern.compile(
              "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,}+\\.[A-Za-z0-9_-]{4,}+"
                  + "(?:\\.[A-Za-z0-9_-]++){0,3}"));

  /** Prose speaks of bearer tokens too: a token has a digit in it, or is long. */
  private static final Pattern BEARER =
      Pattern.compile(
          "(?i)(?<![a-z])bearer[ \\t]{1,4}"
              + "(?=[a-z._~+/=-]{0,64}\\d|[a-z._~+/=-]{24})([a-z0-9._~+/=-]{8,}+)");

  private static final Pattern BASIC =
      Pattern.compile("(?i)(?<![a-z])basic[ \\t]{1,4}([a-z0-9+/]{8,}+={0,2})");

  /** Prose speaks of authorization too: see {@link #header}. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)(?:(authorization)|(?<![a-z])(?:set-)?cookie)\\\\{0,3}[\"']?[ \\t]{0,4}[:=]"
              + "[ \\t]{0,4}[\\[({]?\\\\{0,3}[\"']?"
              + "((?:basic|bearer|token|apikey|digest|negotiate|aws4-hmac-sha256)[ \\t]{1,4})?"
              + "([^\"'\\r\\n\\\\\\])}]*+)");

  /** The secret that stands beside an access key id of AWS. */
  private static final Pattern AWS =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}[^\\n]{0,60}?"
              + "(?<![A-Za-z0-9/+])([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])");

  private Shapes() {}

  interface Found {
    void at(int from, int to);
  }

  /** What the text around it names a secret: passwords in URLs, headers, values of such keys. */
  static void named(String text, Found found) {
    UrlPasswords.in(text, found);
    KeyedValues.in(text, found);
    group(BEARER, text, 1, found);
    each(HEADER, text, matcher -> header(matcher, found));
    each(BASIC, text, matcher -> basic(matcher, found));
  }

  /** With a scheme its rest, else one word; of a cookie what assigns something. */
  private static void header(Matcher matcher, Found found) {
    String rest = matcher.group(3);
    boolean cookie = matcher.group(1) == null;
    boolean credentials =
        cookie ? rest.indexOf('=') >= 0 : matcher.group(2) != null || rest.strip().indexOf(' ') < 0;
    if (credentials && !KeyedValues.isProse(rest)) {
      found.at(matcher.start(3), matcher.end(3));
    }
  }

  /** What is not {@code user:password} in base64 is a word of a sentence. */
  private static void basic(Matcher matcher, Found found) {
    try {
      byte[] decoded = Base64.getDecoder().decode(matcher.group(1));
      if (new String(decoded, StandardCharsets.ISO_8859_1).indexOf(':') >= 0) {
        found.at(matcher.start(1), matcher.end(1));
      }
    } catch (IllegalArgumentException e) {
      // It is no base64, hence prose.
    }
  }

  /** What names itself. */
  static void tokens(String text, Found found) {
    TOKENS.forEach(pattern -> group(pattern, text, 0, found));
    group(AWS, text, 1, found);
  }

  private static void group(Pattern pattern, String text, int group, Found found) {
    each(pattern, text, matcher -> found.at(matcher.start(group), matcher.end(group)));
  }

  private static void each(Pattern pattern, String text, Consumer<Matcher> use) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      use.accept(matcher);
    }
  }
}
