package dev.releaserecord.kube.secret;

import dev.releaserecord.secret.fact.Flaw;
import dev.releaserecord.secret.fact.UrlPart;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A URL as connection strings have it: RFC 3986, and lists of hosts as PostgreSQL and MongoDB take
 * them. It holds a secret value: it must not be kept, and says nothing of itself.
 */
final class ConnectionUrl {

  private static final int LONGEST = 8_192;
  private static final String JDBC = "jdbc:";
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][-+.A-Za-z0-9]*");
  private static final Pattern ENDS_AUTHORITY = Pattern.compile("[/?#]");
  private static final Pattern ENDS_PATH = Pattern.compile("[?#]");
  private static final Pattern QUERY = Pattern.compile("\\?[^#]*");
  private static final Pattern COMMA = Pattern.compile(",");

  private static final Map<String, String> USUAL_PORTS =
      Map.ofEntries(
          Map.entry("postgres", "5432"),
          Map.entry("postgresql", "5432"),
          Map.entry("mysql", "3306"),
          Map.entry("mariadb", "3306"),
          Map.entry("redis", "6379"),
          Map.entry("rediss", "6379"),
          Map.entry("amqp", "5672"),
          Map.entry("amqps", "5671"),
          Map.entry("mongodb", "27017"),
          Map.entry("nats", "4222"),
          Map.entry("http", "80"),
          Map.entry("https", "443"));

  private final EnumMap<UrlPart, byte[]> parts = new EnumMap<>(UrlPart.class);
  private @Nullable Flaw flaw;

  private ConnectionUrl() {}

  static ConnectionUrl read(String text) {
    ConnectionUrl url = new ConnectionUrl();
    url.flaw = url.parse(text);
    if (url.flaw != null) {
      url.parts.clear();
    }
    return url;
  }

  /** Why it is no URL; null where it is one. */
  @Nullable Flaw flaw() {
    return flaw;
  }

  /** Percent-decoded; parts that it has not are left out. */
  Map<UrlPart, byte[]> parts() {
    return parts;
  }

  private @Nullable Flaw parse(String text) {
    if (text.length() > LONGEST) {
      return Flaw.TooLong;
    }
    if (text.chars().anyMatch(c -> Blanks.isBlank(c) || Character.isISOControl(c))) {
      return Flaw.ControlCharacter;
    }
    String url = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
    int colon = url.indexOf("://");
    if (colon < 0 || !SCHEME.matcher(url.substring(0, colon)).matches()) {
      return Flaw.NoScheme;
    }
    String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
    String[] split = split(url.substring(colon + "://".length()), ENDS_AUTHORITY);
    int at = split[0].lastIndexOf('@');
    Flaw wrong = hosts(split[0].substring(at + 1), scheme);
    if (at < 0) {
      return wrong == null
          ? path(split[1])
          : split[1].indexOf('@') < 0 ? wrong : Flaw.UserInfoNotEncoded;
    }
    if (QUERY.matcher(split[1]).replaceAll("").indexOf('@') >= 0) {
      return Flaw.UserInfoNotEncoded;
    }
    Flaw user = userInfo(split[0].substring(0, at));
    if (user != null) {
      return user;
    }
    return wrong == null ? path(split[1]) : wrong;
  }

  private @Nullable Flaw userInfo(String info) {
    for (int i = 0; i < info.length(); i++) {
      char c = info.charAt(i);
      if (c == '%' && !isEscape(info, i)) {
        return Flaw.BadEscape;
      }
      if (c != '%' && !Formats.isUnreserved(c) && "!$&'()*+,;=:".indexOf(c) < 0) {
        return Flaw.UserInfoNotEncoded;
      }
    }
    int colon = info.indexOf(':');
    String user = colon < 0 ? info : info.substring(0, colon);
    if (!user.isEmpty()) {
      parts.put(UrlPart.User, decoded(user));
    }
    if (colon >= 0) {
      parts.put(UrlPart.Password, decoded(info.substring(colon + 1)));
    }
    return null;
  }

  private @Nullable Flaw hosts(String text, String scheme) {
    if (text.isEmpty()) {
      return Flaw.NoHost;
    }
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String one : COMMA.split(text, -1)) {
      int end = one.startsWith("[") ? one.indexOf(']') + 1 : one.indexOf(':');
      int colon = end < 0 ? one.length() : end;
      Flaw wrong = host(one.substring(0, colon));
      if (wrong == null && colon < one.length()) {
        wrong = one.charAt(colon) == ':' ? port(one.substring(colon + 1)) : Flaw.BadHost;
        ports.add(one.substring(colon + 1));
      }
      if (wrong != null) {
        return wrong;
      }
      hosts.add(one.substring(0, colon));
    }
    parts.put(
        UrlPart.Host,
        decoded(hosts.stream().map(ConnectionUrl::bare).collect(Collectors.joining(","))));
    String usual = USUAL_PORTS.get(scheme);
    if (ports.isEmpty() && usual != null) {
      ports.add(usual);
    }
    if (!ports.isEmpty()) {
      boolean same = ports.stream().distinct().count() == 1;
      parts.put(UrlPart.Port, decoded(same ? ports.getFirst() : String.join(",", ports)));
    }
    return null;
  }

  private static @Nullable Flaw host(String host) {
    if (host.isEmpty()) {
      return Flaw.NoHost;
    }
    if (host.startsWith("[")) {
      return Formats.isIpv6(bare(host)) ? null : Flaw.BadHost;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean right = c == '%' ? isEscape(host, i) : Formats.isUnreserved(c) && c != '~';
      if (!right) {
        return Flaw.BadHost;
      }
    }
    return null;
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static @Nullable Flaw port(String port) {
    return Formats.port(port) == null ? null : Flaw.BadPort;
  }

  private @Nullable Flaw path(String rest) {
    String path = split(rest, ENDS_PATH)[0];
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '%' && !isEscape(path, i)) {
        return Flaw.BadEscape;
      }
    }
    if (path.length() > 1) {
      parts.put(UrlPart.Path, decoded(path.substring(1)));
    }
    return null;
  }

  /** Up to the first match, and from there on. */
  private static String[] split(String text, Pattern end) {
    var matcher = end.matcher(text);
    int at = matcher.find() ? matcher.start() : text.length();
    return new String[] {text.substring(0, at), text.substring(at)};
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && Formats.isHex(text.charAt(at + 1))
        && Formats.isHex(text.charAt(at + 2));
  }

  private static byte[] decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.writeBytes(Character.toString(text.charAt(i)).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
