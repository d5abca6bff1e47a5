package dev.releaserecord.kube.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.image.ImageReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code docker login} writes on a person's machine (Docker documentation, "docker login").
 * Programs that keep credentials elsewhere are named and never run.
 */
public final class DockerFile {

  /** Nobody has logged in anywhere. */
  public static final DockerFile NONE =
      new DockerFile(new PullKeyring(List.of(), Fingerprints.fresh()), Map.of(), null);

  private final PullKeyring keyring;
  private final Map<RegistryPlace, String> helpers;
  private final @Nullable String store;

  private DockerFile(
      PullKeyring keyring, Map<RegistryPlace, String> helpers, @Nullable String store) {
    this.keyring = keyring;
    this.helpers = helpers;
    this.store = store;
  }

  /** Empty for a text that is no such file; what of it was not understood is not told. */
  public static Optional<DockerFile> parse(String text) {
    if (!(DockerConfig.read(text, false) instanceof DockerConfig.Usable(var entries))) {
      return Optional.empty();
    }
    try {
      JsonNode config = DockerConfig.JSON.readTree(text);
      Map<RegistryPlace, String> helpers = new HashMap<>();
      config
          .path("credHelpers")
          .properties()
          .forEach(it -> helpers.put(RegistryPlace.of(it.getKey()), it.getValue().asText("")));
      String store = config.path("credsStore").asText("");
      return Optional.of(
          new DockerFile(
              new PullKeyring(entries, Fingerprints.fresh()),
              helpers,
              store.isEmpty() ? null : store));
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  /** The longest match first. */
  public List<Login> logins(ImageReference image) {
    return keyring.forImage(image);
  }

  /** The program that keeps the credentials for an image, if one does. */
  public Optional<String> helper(ImageReference image) {
    return helpers.entrySet().stream()
        .filter(it -> it.getKey().matches(image) || it.getKey().isHubOf(image))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(() -> Optional.ofNullable(store));
  }

  @Override
  public String toString() {
    return "a docker configuration";
  }
}
