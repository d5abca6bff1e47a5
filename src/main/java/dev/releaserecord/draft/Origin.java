package dev.releaserecord.draft;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.ParsedImage;
import dev.releaserecord.image.Placeholder;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which repository the image of a container is of. */
sealed interface Origin {

  /**
   * @param token the placeholder that stands in place of a tag or digest; null where there is none
   */
  record Of(ImageReference reference, @Nullable String token) implements Origin {

    /** Whether containers of it can be told by their images. */
    boolean told(String image) {
      return ImageReference.parse(image).toOptional().filter(reference::sameRepository).isPresent();
    }
  }

  /**
   * @param why a clause that goes on from the image
   */
  record Unclear(String why) implements Origin {}

  /**
   * @param prefix of the repositories of whoever asks, to which a bare name that nobody filled in
   *     belongs; null where it is not known
   */
  static Origin of(String image, @Nullable String prefix) {
    ParsedImage parsed = ImageReference.parse(image);
    Optional<Placeholder> placeholder = Placeholder.find(image, parsed);
    if (placeholder.isPresent()) {
      return unfilled(image, placeholder.get().token(), prefix);
    }
    return switch (parsed) {
      case ParsedImage.Valid(ImageReference reference)
          when !reference.name().equals(reference.name().toLowerCase(Locale.ROOT)) ->
          new Unclear("names its registry in capitals, which a record does not take");
      case ParsedImage.Valid(ImageReference reference) -> new Of(reference, null);
      case ParsedImage.Invalid(String reason) -> new Unclear("is no image: " + reason);
    };
  }

  private static Origin unfilled(String image, String token, @Nullable String prefix) {
    String name = name(image);
    boolean bare = name.indexOf('/') < 0;
    String whole = bare && prefix != null ? prefix + "/" + name : name;
    boolean known = Placeholder.find(name).isEmpty() && !(bare && prefix == null);
    return (known ? ImageReference.parse(whole).toOptional() : Optional.<ImageReference>empty())
        .<Origin>map(reference -> new Of(reference, token))
        .orElseGet(
            () -> new Unclear("holds the placeholder " + token + ", and names no repository"));
  }

  /** What stands before the tag or the digest, whatever these are. */
  private static String name(String image) {
    int at = image.indexOf('@');
    String rest = at < 0 ? image : image.substring(0, at);
    int colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
    return colon < 0 ? rest : rest.substring(0, colon);
  }
}
