package dev.releaserecord.app.resolve;

import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.ParsedImage;
import dev.releaserecord.image.Placeholder;

/**
 * A tag as somebody typed it.
 *
 * @param image its repository
 */
record Tag(ImageReference image, String tag) {

  /**
   * @throws UsageException with a sentence that says what to write instead
   */
  static Tag parse(String text) {
    ParsedImage parsed = ImageReference.parse(text);
    Placeholder.find(text, parsed)
        .ifPresent(
            it -> {
              throw wrong(text, "holds the placeholder " + it.token(), "fill it in");
            });
    return switch (parsed) {
      case ParsedImage.Invalid(String reason) ->
          throw wrong(
              text, "is no image: " + reason, "write one such as ghcr.io/example/users:1.4.0");
      case ParsedImage.Valid(ImageReference reference) when reference.digestText().isPresent() ->
          throw wrong(text, "names a digest already", "use that, or write its tag alone");
      case ParsedImage.Valid(ImageReference reference) ->
          new Tag(
              reference,
              reference
                  .tag()
                  .orElseThrow(
                      () ->
                          wrong(
                              text,
                              "names no tag",
                              "write " + text + ":latest if that is what you mean")));
    };
  }

  private static UsageException wrong(String text, String what, String instead) {
    return new UsageException("\"%s\" %s; %s.".formatted(text, what, instead));
  }

  /** As a runtime would read it. */
  @Override
  public String toString() {
    return image.name() + ":" + tag;
  }
}
