package dev.releaserecord.app.lint;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.ParsedImage;
import dev.releaserecord.image.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for the containers of objects, whatever their kind, and at what they are to run. */
final class ImageLint {

  private static final Set<String> LISTS = Set.of("containers", "initContainers");

  private final List<Image> images = new ArrayList<>();

  /**
   * An image of a container.
   *
   * @param object as {@code Deployment/users}
   * @param problem what is wrong with it and what to write instead; empty for nothing
   */
  record Image(String object, String container, String image, Optional<String> problem) {}

  private ImageLint() {}

  /** The images of one object, in the order in which they stand there. */
  static List<Image> of(Map<?, ?> object) {
    Map<?, ?> meta = object.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
    ImageLint lint = new ImageLint();
    lint.walk(object.get("kind") + "/" + meta.get("name"), object);
    return lint.images;
  }

  private void walk(String object, Object value) {
    if (value instanceof List<?> list) {
      list.forEach(item -> walk(object, item));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, below) -> {
            if (key instanceof String name
                && LISTS.contains(name)
                && below instanceof List<?> all) {
              all.forEach(container -> container(object, container));
            } else {
              walk(object, below);
            }
          });
    }
  }

  private void container(String object, Object container) {
    if (container instanceof Map<?, ?> map && map.get("image") instanceof String image) {
      images.add(new Image(object, String.valueOf(map.get("name")), image, problem(image)));
    }
  }

  private static Optional<String> problem(String image) {
    ParsedImage parsed = ImageReference.parse(image);
    Optional<Placeholder> placeholder = Placeholder.find(image, parsed);
    if (placeholder.isPresent()) {
      return Optional.of(
          "the placeholder %s was not filled in".formatted(placeholder.get().token()));
    }
    return switch (parsed) {
      case ParsedImage.Invalid(String reason) ->
          Optional.of("no container runtime takes it: " + reason);
      case ParsedImage.Valid(ImageReference reference) when reference.digestText().isEmpty() ->
          Optional.of(
              "%s; write %s@sha256:<64 hex digits>"
                  .formatted(
                      reference
                          .tag()
                          .map(tag -> "the tag " + tag + " can come to mean something else")
                          .orElse("without a tag it means latest, whatever that is"),
                      reference.name()));
      case ParsedImage.Valid _ -> Optional.empty();
    };
  }
}
