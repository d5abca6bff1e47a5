package dev.releaserecord.check.http;

import dev.releaserecord.api.HttpCheck;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes.
 *
 * @param host name or address to connect to, an IPv6 one without brackets
 * @param path with its query
 * @param hostHeader value of the header {@code Host}
 * @param serverName which the certificate has to carry
 */
public record Target(
    boolean tls, String host, int port, String path, String hostHeader, String serverName) {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** Of the URL of a check. */
  public static Target of(HttpCheck check, String url) throws NotAsked {
    try {
      URI uri = new URI(url);
      String host = uri.getHost();
      if (host == null) {
        throw new NotAsked("the URL has no host");
      }
      boolean tls = "https".equals(uri.getScheme());
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      int port = uri.getPort() != -1 ? uri.getPort() : tls ? HTTPS : HTTP;
      return of(check, tls, unbracketed(host), port, path + query);
    } catch (java.net.URISyntaxException e) {
      throw new NotAsked("the URL cannot be read: " + e.getReason(), e);
    }
  }

  /** Of one endpoint. */
  public static Target of(HttpCheck check, boolean tls, String host, int port, String path) {
    String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    String header = check.host() == null ? withPort(literal, port, tls) : check.host();
    String named = check.host() == null ? host : withoutPort(check.host());
    @Nullable String asked = check.tlsOrDefault().serverName();
    return new Target(tls, host, port, path, header, asked == null ? named : asked);
  }

  private static String withPort(String host, int port, boolean tls) {
    return port == (tls ? HTTPS : HTTP) ? host : host + ":" + port;
  }

  private static String withoutPort(String host) {
    return host.startsWith("[")
        ? unbracketed(host.substring(0, host.indexOf(']') + 1))
        : host.replaceFirst(":[0-9]*$", "");
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
