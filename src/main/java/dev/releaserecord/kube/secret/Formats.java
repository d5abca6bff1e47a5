package dev.releaserecord.kube.secret;

import dev.releaserecord.secret.fact.Flaw;
import dev.releaserecord.secret.fact.Format;
import java.net.Inet6Address;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which formats a text has, and why it has not the others. Linear in its length. */
final class Formats {

  private static final int LONGEST_HOSTNAME = 253;
  private static final int LONGEST_PORT = 5;
  private static final int HIGHEST_PORT = 65_535;

  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?");
  private static final Pattern DOT = Pattern.compile("\\.");
  private static final Pattern OCTET =
      Pattern.compile("0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern WITH_PORT =
      Pattern.compile("[^:]+:[0-9]{1,5}|\\[[^\\]]*]:[0-9]{1,5}");
  private static final Pattern BASE64_TAIL = Pattern.compile("={0,2}");

  private Formats() {}

  /** The flaws of each format that the text has not. */
  static Map<Format, Flaw> flaws(String text, @Nullable Flaw url) {
    if (text.isEmpty()) {
      return all(Flaw.Empty);
    }
    if (Blanks.atEnds(text)) {
      return all(Flaw.BlankEnds);
    }
    Map<Format, Flaw> flaws = new EnumMap<>(Format.class);
    put(flaws, Format.URL, url);
    put(flaws, Format.Port, port(text));
    put(flaws, Format.Hostname, hostname(text));
    put(flaws, Format.Hex, hex(text));
    put(flaws, Format.URLSafe, only(text, Formats::isUnreserved) ? null : Flaw.NeedsEscaping);
    put(flaws, Format.Base64, base64(text));
    put(flaws, Format.Integer, integer(text));
    put(flaws, Format.Boolean, bool(text));
    return flaws;
  }

  /** The same flaw for each. */
  static Map<Format, Flaw> all(Flaw flaw) {
    Map<Format, Flaw> flaws = new EnumMap<>(Format.class);
    for (Format format : Format.values()) {
      flaws.put(format, flaw);
    }
    return flaws;
  }

  private static void put(Map<Format, Flaw> flaws, Format format, @Nullable Flaw flaw) {
    if (flaw != null) {
      flaws.put(format, flaw);
    }
  }

  static @Nullable Flaw port(String text) {
    if (text.isEmpty() || !only(text, Formats::isDigit)) {
      return Flaw.NotDecimal;
    }
    if (text.charAt(0) == '0') {
      return Flaw.LeadingZero;
    }
    boolean fits = text.length() <= LONGEST_PORT && Integer.parseInt(text) <= HIGHEST_PORT;
    return fits ? null : Flaw.OutOfRange;
  }

  private static @Nullable Flaw integer(String text) {
    boolean sign = text.charAt(0) == '-' || text.charAt(0) == '+';
    String digits = sign ? text.substring(1) : text;
    return !digits.isEmpty() && only(digits, Formats::isDigit) ? null : Flaw.NotDecimal;
  }

  private static @Nullable Flaw bool(String text) {
    return text.equals("true") || text.equals("false") ? null : Flaw.NotBoolean;
  }

  private static @Nullable Flaw hex(String text) {
    if (!only(text, Formats::isHex)) {
      return Flaw.NotHexadecimal;
    }
    return text.length() % 2 == 0 ? null : Flaw.OddLength;
  }

  private static @Nullable Flaw base64(String text) {
    int end = 0;
    while (end < text.length() && isBase64(text.charAt(end))) {
      end++;
    }
    if (text.chars().allMatch(c -> isBase64(c) || c == '-' || c == '_' || c == '=')
        && text.chars().anyMatch(c -> c == '-' || c == '_')) {
      return Flaw.UrlAlphabet;
    }
    if (!text.chars().allMatch(c -> isBase64(c) || c == '=')) {
      return Flaw.NotBase64;
    }
    boolean padded = BASE64_TAIL.matcher(text.substring(end)).matches();
    return padded && text.length() % 4 == 0 ? null : Flaw.WrongPadding;
  }

  static @Nullable Flaw hostname(String text) {
    if (text.contains("://")) {
      return Flaw.HasScheme;
    }
    if (isIpv6(text)) {
      return null;
    }
    if (WITH_PORT.matcher(text).matches()) {
      return Flaw.HasPort;
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.length() > LONGEST_HOSTNAME) {
      return Flaw.TooLong;
    }
    String[] labels = DOT.split(name, -1);
    String last = labels[labels.length - 1];
    if (!last.isEmpty() && only(last, Formats::isDigit)) {
      return isIpv4(labels) && !text.endsWith(".") ? null : Flaw.NotAddress;
    }
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return Flaw.NotHostname;
      }
    }
    return null;
  }

  private static boolean isIpv4(String[] labels) {
    boolean octets = labels.length == 4;
    for (String label : labels) {
      octets &= OCTET.matcher(label).matches();
    }
    return octets;
  }

  static boolean isIpv6(String text) {
    if (text.indexOf(':') < 0 || !IPV6.matcher(text).matches()) {
      return false;
    }
    try {
      return Inet6Address.ofLiteral(text) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  static boolean only(String text, IntPredicate wanted) {
    return text.chars().allMatch(wanted);
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHex(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isUnreserved(int c) {
    return isLetter(c) || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~';
  }

  private static boolean isBase64(int c) {
    return isLetter(c) || isDigit(c) || c == '+' || c == '/';
  }
}
