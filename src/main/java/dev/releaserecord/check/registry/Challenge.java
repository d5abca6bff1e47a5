package dev.releaserecord.check.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One challenge of a header {@code WWW-Authenticate} (RFC 9110, section 11.6.1).
 *
 * @param scheme in lower case
 * @param parameters by their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

  /** No registry sends more; what is beyond is not looked at. */
  private static final int LONGEST = 8_192;

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /** All of a response, in their order. What cannot be read is left out. */
  static List<Challenge> parse(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    for (String header : headers) {
      new Reader(header.length() > LONGEST ? header.substring(0, LONGEST) : header)
          .read(challenges);
    }
    return challenges;
  }

  /** A header may hold several, and commas both part them and part their parameters. */
  private static final class Reader {

    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    void read(List<Challenge> challenges) {
      String scheme = null;
      Map<String, String> parameters = new HashMap<>();
      while (skip()) {
        String word = token();
        if (word.isEmpty()) {
          // Nothing that a challenge can begin with: not past this.
          break;
        }
        String value = value();
        if (value == null) {
          add(challenges, scheme, parameters);
          scheme = word.toLowerCase(Locale.ROOT);
          parameters.clear();
        } else {
          parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value);
        }
      }
      add(challenges, scheme, parameters);
    }

    private static void add(
        List<Challenge> challenges, @Nullable String scheme, Map<String, String> parameters) {
      if (scheme != null) {
        challenges.add(new Challenge(scheme, parameters));
      }
    }

    /** To the next word; false where there is none. */
    private boolean skip() {
      while (at < text.length() && (text.charAt(at) == ',' || blank(text.charAt(at)))) {
        at++;
      }
      return at < text.length();
    }

    private String token() {
      int start = at;
      while (at < text.length() && tokenChar(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    /** What follows an equals sign; null where none does, and nothing is taken. */
    private @Nullable String value() {
      int here = at;
      while (here < text.length() && blank(text.charAt(here))) {
        here++;
      }
      if (here >= text.length() || text.charAt(here) != '=') {
        return null;
      }
      at = here + 1;
      while (at < text.length() && blank(text.charAt(at))) {
        at++;
      }
      return at < text.length() && text.charAt(at) == '"' ? quoted() : token();
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at++));
      }
      at++;
      return value.toString();
    }

    private static boolean blank(char c) {
      return c == ' ' || c == '\t';
    }

    private static boolean tokenChar(char c) {
      return c > ' ' && c < 0x7f && "(),;<=>@[]{}\"\\".indexOf(c) < 0;
    }
  }
}
