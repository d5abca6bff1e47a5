package dev.releaserecord.kube.evidence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The password in {@code scheme://user:password@host}. People forget to encode it, so it may hold
 * any of the characters that end it.
 */
final class UrlPasswords {

  /** A name before the host that is longer is a token. */
  private static final int LONG_USER = 20;

  private static final String BREAKS = " \t\r\n\"'`<>";

  /** Of Go's driver for MySQL, which writes no URL. */
  private static final Pattern ADDRESS = Pattern.compile("@(?:tcp|unix|udp)\\d?\\(");

  /** Of the older driver for Oracle. */
  private static final Pattern ORACLE =
      Pattern.compile("jdbc:oracle:thin:[^/@\\s\"']{1,64}/([^@\\s\"']{1,200})(?=@)");

  /** No data source has a longer start. */
  private static final int LONGEST = 300;

  private UrlPasswords() {}

  static void in(String text, Shapes.Found found) {
    int start = text.indexOf("://");
    while (start >= 0) {
      int from = start + 3;
      int end = end(text, from);
      authority(text, from, end, found);
      start = text.indexOf("://", end);
    }
    Matcher oracle = ORACLE.matcher(text);
    while (oracle.find()) {
      found.at(oracle.start(1), oracle.end(1));
    }
    Matcher address = ADDRESS.matcher(text);
    while (address.find()) {
      dataSource(text, address.start(), found);
    }
  }

  /** From the first colon of the word before the address. */
  private static void dataSource(String text, int at, Shapes.Found found) {
    int least = Math.max(0, at - LONGEST);
    int from = at;
    while (from > least && BREAKS.indexOf(text.charAt(from - 1)) < 0) {
      from--;
    }
    int colon = text.indexOf(':', from);
    if (colon >= 0 && colon < at) {
      found.at(colon + 1, at);
    }
  }

  private static int end(String text, int from) {
    int end = from;
    while (end < text.length() && BREAKS.indexOf(text.charAt(end)) < 0) {
      // The next of a list of URLs.
      if (text.startsWith("://", end)) {
        return end;
      }
      end++;
    }
    return end;
  }

  private static void authority(String text, int from, int end, Shapes.Found found) {
    int path = from;
    while (path < end && "/?#".indexOf(text.charAt(path)) < 0) {
      path++;
    }
    int at = text.lastIndexOf('@', path - 1);
    boolean none = at < from && !port(text, from, path);
    if (none || (at >= from && !host(text, at + 1, path))) {
      at = text.lastIndexOf('@', end - 1);
    }
    if (at < from) {
      return;
    }
    int colon = text.indexOf(':', from);
    if (colon >= 0 && colon < at) {
      found.at(colon + 1, at);
    } else if (at - from >= LONG_USER && at < path) {
      found.at(from, at);
    }
  }

  /** What has neither a dot nor a port may be a password still. */
  private static boolean host(String text, int from, int to) {
    return text.substring(from, to).chars().anyMatch(c -> c == '.' || c == ':');
  }

  /** Whether this is a host alone, or one with a port: then a later {@code @} is none of its. */
  private static boolean port(String text, int from, int path) {
    int colon = text.lastIndexOf(':', path - 1);
    return colon < from
        || text.startsWith("[", from)
        || text.substring(colon + 1, path).chars().allMatch(Character::isDigit);
  }
}
