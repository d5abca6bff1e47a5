package dev.releaserecord.kube.secret;

import dev.releaserecord.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where an entry of a docker configuration holds, matched with images as a kubelet does it ({@code
 * pkg/credentialprovider/keyring.go}): host label by label with wildcards, the port exactly, the
 * path as a prefix.
 *
 * @param host with its port, if there is one
 * @param path empty, or with its slash in front
 */
record RegistryPlace(String host, String path) {

  private static final String DOCKER_HUB = "docker.io";
  private static final RegistryPlace DOCKER_HUB_KEY = new RegistryPlace("index.docker.io", "");
  private static final Pattern VERSION = Pattern.compile("^/v[12]/");
  private static final Pattern DOT = Pattern.compile("\\.");

  /** Of the key of an entry, which may be a URL. */
  static RegistryPlace of(String location) {
    int scheme = location.indexOf("://");
    String rest = scheme < 0 ? location : location.substring(scheme + "://".length());
    int slash = rest.indexOf('/');
    if (slash < 0) {
      return new RegistryPlace(rest, "");
    }
    String path = VERSION.matcher(rest.substring(slash)).replaceFirst("/");
    return new RegistryPlace(rest.substring(0, slash), path.equals("/") ? "" : path);
  }

  /** By which a kubelet sorts them, the greatest first: a longer path goes before a shorter one. */
  String key() {
    return host + path;
  }

  /** Whether it is what Docker writes for Docker Hub, and the image is from there. */
  boolean isHubOf(ImageReference image) {
    return image.domain().equals(DOCKER_HUB) && equals(DOCKER_HUB_KEY);
  }

  boolean matches(ImageReference image) {
    String[] wanted = split(host);
    String[] found = split(image.domain());
    if (wanted.length != found.length || !("/" + image.path()).startsWith(path)) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      // The last element is the port: no wildcard there.
      boolean same =
          i == wanted.length - 1 ? wanted[i].equals(found[i]) : glob(wanted[i], found[i]);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** Labels of the host, then the port, which may be empty. */
  private static String[] split(String host) {
    int colon = host.lastIndexOf(':');
    boolean port = colon >= 0 && host.indexOf(']', colon) < 0;
    String name = port ? host.substring(0, colon) : host;
    List<String> parts = new ArrayList<>(List.of(DOT.split(name, -1)));
    parts.add(port ? host.substring(colon + 1) : "");
    return parts.toArray(String[]::new);
  }

  /** A star stands for any characters, a question mark for one; no pattern takes long. */
  private static boolean glob(String pattern, String text) {
    int star = -1;
    int resume = 0;
    int p = 0;
    int t = 0;
    while (t < text.length()) {
      char c = p < pattern.length() ? pattern.charAt(p) : '\0';
      if (c == '*') {
        star = p++;
        resume = t;
      } else if (c == '?' || c == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
