package dev.releaserecord.image;

import java.util.Optional;

/** What came of reading an image string: a reference, or the reason why it is none. */
public sealed interface ParsedImage {

  /** A string that a container runtime accepts as a reference. */
  record Valid(ImageReference reference) implements ParsedImage {}

  /**
   * A string that a container runtime refuses.
   *
   * @param reason the rule that it breaks, as half a sentence for a person
   */
  record Invalid(String reason) implements ParsedImage {}

  /** The reference, for callers to whom the reason does not matter. */
  default Optional<ImageReference> toOptional() {
    return switch (this) {
      case Valid(ImageReference reference) -> Optional.of(reference);
      case Invalid _ -> Optional.empty();
    };
  }
}
