package dev.releaserecord.image;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The words that people write where a value belongs, and where in a valid reference they count. */
final class PlaceholderWords {

  private static final Set<String> ORDERS =
      Set.of("REPLACE", "REPLACEME", "CHANGEME", "PLACEHOLDER", "TODO", "TBD", "FIXME");
  private static final Set<String> ADDRESSED =
      Set.of("YOUR", "INSERT", "ENTER", "REPLACE", "CHANGE");
  private static final Set<String> VARIABLES =
      Set.of(
          "TAG",
          "DIGEST",
          "SHA",
          "SHA1",
          "SHA256",
          "VERSION",
          "COMMIT",
          "IMAGE",
          "REGISTRY",
          "REPO",
          "REPOSITORY",
          "ACCOUNT",
          "PROJECT",
          "REGION");
  private static final Set<String> QUALIFIERS =
      Set.of("ID", "NAME", "NUMBER", "HERE", "URL", "HOST", "REF");

  /** In lower case, and with their dashes and underscores gone. */
  private static final Set<String> QUIET =
      Set.of("changeme", "replaceme", "replacethis", "placeholder", "tbd", "fixme");

  private static final Set<String> HASH_NAMES = Set.of("digest", "hash", "replace", "todo");
  private static final Pattern DASHES = Pattern.compile("[_-]");
  private static final Pattern DOT_OR_COLON = Pattern.compile("[.:]");
  private static final int LONGEST_QUIET = 20;
  private static final int SHORTEST_SHOUT = 3;
  private static final int SHORTEST_CROSSES = 3;
  private static final int CROSSES_OF_A_HOST = 8;

  private PlaceholderWords() {}

  /** The placeholder of a string that is a valid reference. */
  static Optional<String> inReference(String image, ImageReference reference) {
    if (isQuiet(image)) {
      return Optional.of(image);
    }
    return Stream.of(inHost(reference.domain()), reference.tag().flatMap(PlaceholderWords::inTag))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> inHost(String domain) {
    return DOT_OR_COLON
        .splitAsStream(domain)
        .filter(label -> isLoud(label) || crosses(label) >= CROSSES_OF_A_HOST)
        .findFirst();
  }

  private static Optional<String> inTag(String tag) {
    if (isQuiet(tag) || isYours(tag) || isLetterVersion(tag)) {
      return Optional.of(tag);
    }
    return capitalDunder(tag)
        .or(() -> tail(tag, word -> isQuiet(word) || isOrder(word)))
        .or(() -> Stream.of(tag.split("\\.")).filter(PlaceholderWords::isLoud).findFirst());
  }

  private static Optional<String> capitalDunder(String tag) {
    int open = tag.indexOf("__");
    int close = open < 0 ? -1 : tag.indexOf("__", open + 2);
    if (close < 0 || !isCapitals(tag.substring(open + 2, close))) {
      return Optional.empty();
    }
    return Optional.of(tag.substring(open, close + 2));
  }

  /** The longest part behind a separator that reaches to the end and passes. */
  private static Optional<String> tail(String tag, Predicate<String> wanted) {
    return IntStream.range(1, tag.length())
        .filter(i -> "._-".indexOf(tag.charAt(i - 1)) >= 0)
        .mapToObj(tag::substring)
        .filter(wanted)
        .findFirst();
  }

  /**
   * Whether the word is a variable's name or an order in capitals: {@code COMMIT_SHA}, {@code
   * REPLACE_WITH_DIGEST}, {@code YOUR-REGISTRY}, {@code XXX}.
   */
  static boolean isLoud(String word) {
    if (!isCapitals(word)) {
      return false;
    }
    List<String> pieces = DASHES.splitAsStream(word).filter(piece -> !piece.isEmpty()).toList();
    String last = pieces.getLast();
    return crosses(word) >= SHORTEST_CROSSES
        || isOrder(word)
        || pieces.stream().anyMatch(ORDERS::contains)
        || VARIABLES.contains(last)
        || (pieces.size() > 1
            && (QUALIFIERS.contains(last) || ADDRESSED.contains(pieces.getFirst())));
  }

  private static boolean isOrder(String word) {
    return isCapitals(word) && ORDERS.contains(DASHES.matcher(word).replaceAll(""));
  }

  /**
   * Whether the word means "fill me in" in any case: {@code changeme}, {@code Replace-Me}, {@code
   * xxx}.
   */
  static boolean isQuiet(String word) {
    return crosses(word) >= SHORTEST_CROSSES
        || (word.length() <= LONGEST_QUIET
            && QUIET.contains(DASHES.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("")));
  }

  private static boolean isYours(String tag) {
    String lower = tag.toLowerCase(Locale.ROOT);
    return lower.startsWith("your-") || lower.startsWith("your_");
  }

  /** {@code x.y.z}, {@code vX.Y}: a version in letters. */
  private static boolean isLetterVersion(String tag) {
    return tag.length() <= "vx.y.z".length()
        && tag.matches("v?(x\\.[xy](\\.[xz])?|X\\.[XY](\\.[XZ])?)");
  }

  /** Capitals, digits, underscores and dashes, with a letter among them. */
  static boolean isCapitals(String word) {
    boolean letter = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      letter |= Ascii.isCapital(c);
      if (!Ascii.isCapital(c) && !Ascii.isDigit(c) && c != '_' && c != '-') {
        return false;
      }
    }
    return letter;
  }

  /** Capitals that begin with a word: not {@code V1}, and not a hash written in capitals. */
  static boolean isShout(String word) {
    long letters =
        word.chars().takeWhile(c -> Ascii.isCapital(c) || c == '_').filter(c -> c != '_').count();
    return isCapitals(word) && letters >= SHORTEST_SHOUT && !word.chars().allMatch(Ascii::isHex);
  }

  static boolean isHashName(String word) {
    return HASH_NAMES.contains(word);
  }

  /** One character over and over, or one left out by dots: nobody's hash. */
  static boolean isMadeUpHash(String word) {
    return word.chars().distinct().count() == 1 || word.contains("...") || word.contains("…");
  }

  private static int crosses(String word) {
    char first = word.isEmpty() ? 'x' : word.charAt(0);
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) != first) {
        return 0;
      }
    }
    return first == 'x' || first == 'X' ? word.length() : 0;
  }
}
