package dev.releaserecord.kube.secret;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.secret.fact.PullCredentials;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The registries that a pull secret has credentials for. The credentials themselves are looked at
 * once and not kept.
 */
public final class Keyring {

  private enum State {
    Usable,
    None,
    Broken
  }

  private final State state;
  private final List<RegistryPlace> places;

  private Keyring(State state, List<RegistryPlace> places) {
    this.state = state;
    this.places = List.copyOf(places);
  }

  public static Keyring of(Secret secret) {
    return switch (DockerConfig.of(secret)) {
      case DockerConfig.None() -> new Keyring(State.None, List.of());
      case DockerConfig.Broken() -> new Keyring(State.Broken, List.of());
      case DockerConfig.Usable(var entries) ->
          new Keyring(State.Usable, entries.stream().map(entry -> entry.place).toList());
    };
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
    return places.stream().anyMatch(place -> place.matches(image) || place.isHubOf(image));
  }
}
