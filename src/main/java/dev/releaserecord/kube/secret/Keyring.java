package dev.releaserecord.kube.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.secret.fact.PullCredentials;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The registries that a pull secret has credentials for, matched with images as a kubelet does it
 * ({@code pkg/credentialprovider}). The credentials themselves are looked at once and not kept.
 */
public final class Keyring {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_KEY = "index.docker.io";
  private static final Pattern VERSION = Pattern.compile("^/v[12]/");
  private static final Pattern DOT = Pattern.compile("\\.");

  /** Where each type of Secret keeps them. */
  private static final Map<String, String> KEYS =
      Map.of(
          "kubernetes.io/dockerconfigjson", ".dockerconfigjson",
          "kubernetes.io/dockercfg", ".dockercfg");

  private enum State {
    Usable,
    None,
    Broken
  }

  private record Place(String host, String path) {}

  private final State state;
  private final List<Place> places;

  private Keyring(State state, List<Place> places) {
    this.state = state;
    this.places = List.copyOf(places);
  }

  public static Keyring of(Secret secret) {
    String key = KEYS.get(secret.getType() == null ? "" : secret.getType());
    String value = key == null || secret.getData() == null ? null : secret.getData().get(key);
    if (key == null || value == null || value.isEmpty()) {
      return new Keyring(State.None, List.of());
    }
    try {
      JsonNode config =
          JSON.readTree(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
      JsonNode auths = key.equals(".dockercfg") ? config : config.path("auths");
      return config.isObject() && (auths.isObject() || auths.isMissingNode() || auths.isNull())
          ? places(auths)
          : new Keyring(State.Broken, List.of());
    } catch (JsonProcessingException | IllegalArgumentException _) {
      return new Keyring(State.Broken, List.of());
    }
  }

  private static Keyring places(JsonNode auths) {
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : auths.properties()) {
      Boolean credentials = credentials(entry.getValue());
      if (credentials == null) {
        return new Keyring(State.Broken, List.of());
      }
      if (credentials) {
        places.add(place(entry.getKey()));
      }
    }
    return new Keyring(State.Usable, places);
  }

  /** Whether an entry has any; null where a kubelet could not read it, and with it all others. */
  private static @Nullable Boolean credentials(JsonNode entry) {
    if (!entry.isObject()) {
      return entry.isNull() ? false : null;
    }
    for (String field : List.of("username", "password", "auth")) {
      JsonNode value = entry.path(field);
      if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
        return null;
      }
    }
    String auth = entry.path("auth").asText("");
    if (entry.path("auth").isTextual() && !auth.isEmpty()) {
      byte[] decoded = Base64.getDecoder().decode(auth.replaceAll("[\r\n]", ""));
      int colon = new String(decoded, StandardCharsets.ISO_8859_1).indexOf(':');
      return colon < 0 ? null : colon + 1 < decoded.length;
    }
    return !entry.path("password").asText("").isEmpty();
  }

  private static Place place(String location) {
    int scheme = location.indexOf("://");
    String rest = scheme < 0 ? location : location.substring(scheme + "://".length());
    int slash = rest.indexOf('/');
    if (slash < 0) {
      return new Place(rest, "");
    }
    String path = VERSION.matcher(rest.substring(slash)).replaceFirst("/");
    return new Place(rest.substring(0, slash), path.equals("/") ? "" : path);
  }

  /**
   * What it gives to a template.
   *
   * @param images as the template names them
   */
  public PullCredentials forImages(Collection<String> images) {
    return switch (state) {
      case None -> new PullCredentials.None();
      case Broken -> new PullCredentials.Broken();
      case Usable ->
          new PullCredentials.For(images.stream().filter(this::covers).collect(Collectors.toSet()));
    };
  }

  private boolean covers(String image) {
    return ImageReference.parse(image).toOptional().filter(this::covers).isPresent();
  }

  private boolean covers(ImageReference image) {
    return places.stream()
        .anyMatch(
            place ->
                matches(place, image)
                    || (image.domain().equals(DOCKER_HUB)
                        && place.equals(new Place(DOCKER_HUB_KEY, ""))));
  }

  private static boolean matches(Place place, ImageReference image) {
    String[] wanted = split(place.host);
    String[] found = split(image.domain());
    if (wanted.length != found.length || !("/" + image.path()).startsWith(place.path)) {
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

  private static boolean glob(String pattern, String text) {
    if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
      return pattern.equals(text);
    }
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      regex.append(c == '*' ? "[^/]*+" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
    }
    return text.matches(regex.toString());
  }
}
