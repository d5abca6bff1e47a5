package dev.releaserecord.image;

import java.util.Optional;

/**
 * The part of an image string that somebody meant to fill in and did not.
 *
 * <p>Containers may be chosen by it, so a wrong hit is worse than a miss, and the grammar decides
 * how much is believed. Where the string is no valid reference, brackets and sigils of the usual
 * template languages count, the leftmost one first. Where it is valid, none of those can occur and
 * only words remain that nobody releases under: a tag or a host that is a variable's name in
 * capitals ({@code IMAGE_TAG}), {@code __X__} in capitals (so {@code foo:__init__} is a tag like
 * any other), {@code REPLACE_ME} and its kin as a tag or the end of one. A path in lower case is
 * never one ({@code my/placeholder-service}), and neither is a well-formed digest, be it all zeros:
 * that one is looked for and not found.
 *
 * @param token exactly as it stands in the string, its brackets included
 */
public record Placeholder(String token) {

  /** The first unresolved placeholder of {@code image}, if there is one. Linear in its length. */
  public static Optional<Placeholder> find(String image) {
    return find(image, ImageReference.parse(image));
  }

  /**
   * The same for a string that was read already.
   *
   * @param parsed what came of reading {@code image}
   */
  public static Optional<Placeholder> find(String image, ParsedImage parsed) {
    Optional<String> token =
        switch (parsed) {
          case ParsedImage.Valid(ImageReference reference) ->
              PlaceholderWords.inReference(image, reference);
          case ParsedImage.Invalid _ -> TemplateTokens.first(image);
        };
    return token.map(Placeholder::new);
  }
}
