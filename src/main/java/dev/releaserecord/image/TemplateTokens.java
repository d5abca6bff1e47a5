package dev.releaserecord.image;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Finds the leftmost template token in a string that is no image reference. Every step either
 * returns or looks no further than the run of name characters before it.
 */
final class TemplateTokens {

  private static final String HASH = "sha256:";
  private static final String SYMMETRIC = "@%#~!|^*";
  private static final int LONGEST_SIGIL = 3;

  /**
   * An opening, what closes it and what may follow; the first that fits wins, so the longer ones
   * stand first.
   */
  private record Brackets(String open, String close, String tail) {
    Brackets(String open, String close) {
      this(open, close, "");
    }
  }

  private static final List<Brackets> BRACKETS =
      List.of(
          new Brackets("${{", "}}"),
          new Brackets("{{{", "}}}"),
          new Brackets("{{", "}}"),
          new Brackets("${", "}"),
          new Brackets("$(", ")"),
          new Brackets("$[", "]"),
          new Brackets("#{", "}", "#"),
          new Brackets("%{", "}"),
          new Brackets("%(", ")", "s"),
          new Brackets("{%", "%}"),
          new Brackets("<%", "%>"),
          new Brackets("<<", ">>"),
          new Brackets("[[", "]]"),
          new Brackets("((", "))"),
          new Brackets("<", ">"),
          new Brackets("{", "}"),
          new Brackets("[", "]"),
          new Brackets("(", ")"),
          new Brackets("`", "`"));

  private TemplateTokens() {}

  static Optional<String> first(String image) {
    if (PlaceholderWords.isLoud(image) || PlaceholderWords.isQuiet(image)) {
      return Optional.of(image);
    }
    for (int i = 0; i < image.length(); i++) {
      int end = tokenEnd(image, i);
      if (end > i) {
        return Optional.of(image.substring(i, end));
      }
    }
    return Optional.empty();
  }

  /** Where the token that begins at {@code start} ends, or {@code start} where none begins. */
  private static int tokenEnd(String image, int start) {
    int end = bracketed(image, start);
    if (end == start) {
      end = variable(image, start);
    }
    if (end == start) {
      end = symmetric(image, start);
    }
    if (end == start) {
      end = dunder(image, start);
    }
    if (end == start) {
      end = inPlaceOfDigest(image, start);
    }
    return end == start ? word(image, start) : end;
  }

  /**
   * {@code ${TAG}}, {@code {{ .tag }}}, {@code <digest>}; one that is never closed ends at a slash.
   */
  private static int bracketed(String image, int start) {
    boolean unclosed = false;
    for (Brackets brackets : BRACKETS) {
      if (!image.startsWith(brackets.open(), start)) {
        continue;
      }
      int from = start + brackets.open().length();
      int close = image.indexOf(brackets.close(), from);
      if (close == from || (close > from && isAddress(image, start, close))) {
        return start;
      }
      if (close > from) {
        int end = close + brackets.close().length();
        return image.startsWith(brackets.tail(), end) ? end + brackets.tail().length() : end;
      }
      unclosed = true;
    }
    return unclosed ? unclosedEnd(image, start) : start;
  }

  /** The brackets around an IPv6 host belong to the grammar. */
  private static boolean isAddress(String image, int open, int close) {
    return image.charAt(open) == '['
        && image.substring(open + 1, close).chars().allMatch(c -> c == ':' || Ascii.isHex(c));
  }

  private static int unclosedEnd(String image, int start) {
    int slash = image.indexOf('/', start);
    return slash < 0 ? image.length() : slash;
  }

  /** {@code $COMMIT_SHA1}, {@code $1}. */
  private static int variable(String image, int start) {
    if (image.charAt(start) != '$') {
      return start;
    }
    int end = run(image, start + 1, TemplateTokens::isWordCharacter);
    return end > start + 1 ? end : start;
  }

  /** {@code %TAG%}, {@code @@TAG@@}: a name between equal runs of one sigil. */
  private static int symmetric(String image, int start) {
    char sigil = image.charAt(start);
    if (SYMMETRIC.indexOf(sigil) < 0) {
      return start;
    }
    int open = start;
    while (open < image.length() && open - start <= LONGEST_SIGIL && image.charAt(open) == sigil) {
      open++;
    }
    if (open - start > LONGEST_SIGIL) {
      return start;
    }
    int close = run(image, open, c -> isElement(c) || c == '.');
    boolean closed = close > open && image.startsWith(image.substring(start, open), close);
    return closed ? close + open - start : start;
  }

  /**
   * {@code __TAG__} anywhere, {@code __tag__} only between separators: {@code a__b__c} is a name.
   */
  private static int dunder(String image, int start) {
    if (!image.startsWith("__", start)) {
      return start;
    }
    int from = start + 2;
    int close = image.indexOf("__", from);
    if (close <= from) {
      return start;
    }
    int end = close + 2;
    String name = image.substring(from, close);
    boolean token =
        PlaceholderWords.isCapitals(name)
            || (isApart(image, start, end) && name.chars().allMatch(c -> isElement(c) || c == '.'));
    return token ? end : start;
  }

  /**
   * What stands after {@code @} or {@code sha256:} and is no digest: {@code @IGEST_USERS__}, {@code
   * sha256:REPLACE}, {@code sha256:xxxx}.
   */
  private static int inPlaceOfDigest(String image, int start) {
    int from = start;
    if (image.charAt(start) == '@') {
      from = start + 1;
    } else if (image.startsWith(HASH, start)) {
      from = start + HASH.length();
    }
    if (from == start || dunder(image, from) > from) {
      return start;
    }
    int end = run(image, from, c -> isElement(c) || c == '.' || c == '…');
    if (end == from || end < image.length()) {
      return start;
    }
    String word = image.substring(from, end);
    boolean stands =
        PlaceholderWords.isShout(word)
            || PlaceholderWords.isQuiet(word)
            || PlaceholderWords.isHashName(word)
            || (from > start + 1 && PlaceholderWords.isMadeUpHash(word));
    return stands ? end : start;
  }

  /** A whole word in capitals that is a variable's name: {@code IMAGE_NAME}. */
  private static int word(String image, int start) {
    if (start > 0 && isElement(image.charAt(start - 1))) {
      return start;
    }
    int end = run(image, start, TemplateTokens::isElement);
    return end > start && PlaceholderWords.isLoud(image.substring(start, end)) ? end : start;
  }

  private static boolean isApart(String image, int start, int end) {
    return (start == 0 || !isElement(image.charAt(start - 1)))
        && (end == image.length() || !isElement(image.charAt(end)));
  }

  private static int run(String image, int from, IntPredicate wanted) {
    int end = from;
    while (end < image.length() && wanted.test(image.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isElement(int c) {
    return isWordCharacter(c) || c == '-';
  }

  private static boolean isWordCharacter(int c) {
    return Ascii.isAlphanumeric(c) || c == '_';
  }
}
