package dev.releaserecord.kube.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pull secret holds, read as a kubelet reads it ({@code pkg/credentialprovider/config.go}).
 * It holds passwords: nobody may keep one for longer than a call.
 */
sealed interface DockerConfig {

  ObjectMapper JSON = new ObjectMapper();

  /** Where each type of Secret keeps it. */
  Map<String, String> KEYS =
      Map.of(
          "kubernetes.io/dockerconfigjson", ".dockerconfigjson",
          "kubernetes.io/dockercfg", ".dockercfg");

  /** It is of no type that a kubelet pulls with, or lacks the key of its type. */
  record None() implements DockerConfig {}

  /** A kubelet cannot read it, and then pulls nothing at all. */
  record Broken() implements DockerConfig {}

  /**
   * @param entries those that have credentials
   */
  record Usable(List<Entry> entries) implements DockerConfig {
    public Usable {
      entries = List.copyOf(entries);
    }
  }

  /** No record: those print what they hold. */
  final class Entry {
    final RegistryPlace place;
    final String username;
    final String password;

    Entry(RegistryPlace place, String username, String password) {
      this.place = place;
      this.username = username;
      this.password = password;
    }
  }

  static DockerConfig of(Secret secret) {
    String key = KEYS.get(secret.getType() == null ? "" : secret.getType());
    String value = key == null || secret.getData() == null ? null : secret.getData().get(key);
    if (key == null || value == null || value.isEmpty()) {
      return new None();
    }
    try {
      String text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
      return read(text, key.equals(".dockercfg"));
    } catch (IllegalArgumentException _) {
      return new Broken();
    }
  }

  /**
   * @param bare whether it is the entries alone, as Docker wrote them before 1.7
   */
  static DockerConfig read(String text, boolean bare) {
    try {
      JsonNode config = JSON.readTree(text);
      JsonNode auths = bare ? config : config.path("auths");
      return config.isObject() && (auths.isObject() || auths.isMissingNode() || auths.isNull())
          ? new Usable(entries(auths))
          : new Broken();
    } catch (JsonProcessingException | IllegalArgumentException _) {
      // Its message quotes what could not be read.
      return new Broken();
    }
  }

  private static List<Entry> entries(JsonNode auths) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : auths.properties()) {
      read(RegistryPlace.of(entry.getKey()), entry.getValue()).ifPresent(entries::add);
    }
    return entries;
  }

  /**
   * Empty where an entry has no credentials.
   *
   * @throws IllegalArgumentException if a kubelet could not read it, and with it all others
   */
  private static Optional<Entry> read(RegistryPlace place, JsonNode entry) {
    if (entry.isNull()) {
      return Optional.empty();
    }
    if (!entry.isObject()) {
      throw new IllegalArgumentException("an entry that is no object");
    }
    for (String field : List.of("username", "password", "auth")) {
      JsonNode value = entry.path(field);
      if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
        throw new IllegalArgumentException("a field that is no text");
      }
    }
    String auth = entry.path("auth").asText("");
    if (entry.path("auth").isTextual() && !auth.isEmpty()) {
      return decoded(place, auth);
    }
    String password = entry.path("password").asText("");
    return password.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entry(place, entry.path("username").asText(""), password));
  }

  private static Optional<Entry> decoded(RegistryPlace place, String auth) {
    String text =
        new String(
            Base64.getDecoder().decode(auth.replaceAll("[\r\n]", "")), StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("an auth without a colon");
    }
    String password = text.substring(colon + 1);
    return password.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entry(place, text.substring(0, colon), password));
  }
}
