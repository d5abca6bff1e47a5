package dev.releaserecord.image;

import dev.releaserecord.image.ParsedImage.Invalid;
import dev.releaserecord.image.ParsedImage.Valid;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The grammar of {@code distribution/reference} by hand instead of by regular expression, so that
 * each broken rule has its own sentence and no input takes more than a few passes over its length.
 */
final class ReferenceParser {

  private static final int LONGEST_PATH = 255;
  private static final int LONGEST_TAG = 128;
  private static final int IDENTIFIER = 64;
  private static final Map<String, Integer> HEX_DIGITS =
      Map.of("sha256", 64, "sha384", 96, "sha512", 128);

  private ReferenceParser() {}

  /** What the string says, cut at its separators and not yet checked. */
  private record Parts(
      String domain, String path, Optional<String> tag, Optional<String> digest, String name) {}

  static ParsedImage parse(String image) {
    if (image.isEmpty()) {
      return new Invalid("the image is empty");
    }
    if (Digest.isHex(image, IDENTIFIER)) {
      return new Invalid("64 hexadecimal digits alone name no repository");
    }
    Parts parts = cut(image);
    // A first component that is no host name may still be the begin of a path.
    boolean host = isDomain(parts.domain());
    String domain = host ? parts.domain() : "";
    String path = host ? parts.path() : parts.domain() + "/" + parts.path();
    return pathFault(path)
        .or(() -> tagFault(parts.tag()))
        .or(() -> digestFault(parts.digest()))
        .<ParsedImage>map(Invalid::new)
        .orElseGet(
            () ->
                new Valid(
                    new ImageReference(parts.name(), domain, path, parts.tag(), parts.digest())));
  }

  private static Parts cut(String image) {
    int slash = image.indexOf('/');
    boolean named = slash >= 0 && namesDomain(image.substring(0, slash));
    String rest = named ? image.substring(slash + 1) : image;
    int at = rest.indexOf('@');
    String tagged = at < 0 ? rest : rest.substring(0, at);
    int colon = tagged.indexOf(':');
    String path = colon < 0 ? tagged : tagged.substring(0, colon);

    String domain = named ? image.substring(0, slash) : ImageReference.DOCKER_HUB;
    if (domain.equals("index.docker.io")) {
      domain = ImageReference.DOCKER_HUB;
    }
    boolean official = domain.equals(ImageReference.DOCKER_HUB) && path.indexOf('/') < 0;
    return new Parts(
        domain,
        official ? ImageReference.OFFICIAL + path : path,
        colon < 0 ? Optional.empty() : Optional.of(tagged.substring(colon + 1)),
        at < 0 ? Optional.empty() : Optional.of(rest.substring(at + 1)),
        image.substring(0, image.length() - rest.length() + path.length()));
  }

  /** A first component is a host where a path could not look like it, or where it is localhost. */
  private static boolean namesDomain(String first) {
    return first.equals("localhost")
        || first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || !first.equals(first.toLowerCase(Locale.ROOT));
  }

  private static boolean isDomain(String domain) {
    boolean bracketed = domain.startsWith("[");
    int hostEnd = bracketed ? domain.indexOf(']') + 1 : domain.indexOf(':');
    String host = hostEnd < 0 ? domain : domain.substring(0, hostEnd);
    String port = hostEnd < 0 ? "" : domain.substring(hostEnd);
    boolean portFits =
        port.isEmpty()
            || (port.length() > 1
                && port.charAt(0) == ':'
                && port.chars().skip(1).allMatch(Ascii::isDigit));
    return portFits && (bracketed ? isIpv6(host) : isHostName(host));
  }

  private static boolean isIpv6(String host) {
    if (host.length() < 3) {
      return false;
    }
    return host.substring(1, host.length() - 1).chars().allMatch(c -> c == ':' || Ascii.isHex(c));
  }

  private static boolean isHostName(String host) {
    boolean edge = true;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (Ascii.isAlphanumeric(c)) {
        edge = false;
      } else if (c == '-') {
        boolean last = i + 1 == host.length() || host.charAt(i + 1) == '.';
        if (edge || last) {
          return false;
        }
      } else if (c == '.' && !edge) {
        edge = true;
      } else {
        return false;
      }
    }
    return !edge;
  }

  private static Optional<String> pathFault(String path) {
    if (path.length() > LONGEST_PATH) {
      return Optional.of("the repository name is longer than 255 characters");
    }
    for (String component : path.split("/", -1)) {
      if (!isPathComponent(component)) {
        String lower = component.toLowerCase(Locale.ROOT);
        return Optional.of(
            isPathComponent(lower)
                ? "the repository name must be lowercase: '" + component + "'"
                : "'" + component + "' is no part of a repository name");
      }
    }
    return Optional.empty();
  }

  /** Lower-case letters and digits, with one dot, one or two underscores or any dashes between. */
  private static boolean isPathComponent(String component) {
    int i = 0;
    while (i < component.length() && isPathCharacter(component.charAt(i))) {
      i++;
      if (i == component.length()) {
        return true;
      }
      i += separatorAt(component, i);
    }
    return false;
  }

  private static boolean isPathCharacter(int c) {
    return Ascii.isLower(c) || Ascii.isDigit(c);
  }

  private static int separatorAt(String component, int start) {
    return switch (component.charAt(start)) {
      case '.' -> 1;
      case '_' -> component.startsWith("__", start) ? 2 : 1;
      case '-' -> {
        int end = start;
        while (end < component.length() && component.charAt(end) == '-') {
          end++;
        }
        yield end - start;
      }
      default -> 0;
    };
  }

  private static Optional<String> tagFault(Optional<String> tag) {
    return tag.filter(text -> !isTag(text)).map(text -> "'" + text + "' is no tag");
  }

  private static boolean isTag(String tag) {
    return !tag.isEmpty()
        && tag.length() <= LONGEST_TAG
        && tag.charAt(0) != '.'
        && tag.charAt(0) != '-'
        && tag.chars().allMatch(c -> Ascii.isAlphanumeric(c) || c == '_' || c == '.' || c == '-');
  }

  private static Optional<String> digestFault(Optional<String> digest) {
    return digest
        .filter(text -> !isDigest(text))
        .map(text -> "'" + text + "' is no digest (sha256: and 64 lower-case hexadecimal digits)");
  }

  private static boolean isDigest(String digest) {
    int colon = digest.indexOf(':');
    if (colon < 0) {
      return false;
    }
    int digits = HEX_DIGITS.getOrDefault(digest.substring(0, colon), -1);
    return Digest.isHex(digest.substring(colon + 1), digits);
  }
}
