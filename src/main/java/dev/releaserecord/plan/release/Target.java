package dev.releaserecord.plan.release;

import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.history.VerifiedSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What containers of a service are recognised by, and what they are to run.
 *
 * @param repository as declared, prefix and borrowed image resolved
 * @param image the same with its digest, null while there is none
 * @param version for people
 */
public record Target(String repository, @Nullable PinnedImage image, @Nullable String version) {

  public Optional<Digest> digest() {
    return Optional.ofNullable(image).map(PinnedImage::digest);
  }

  Target without() {
    return new Target(repository, null, null);
  }

  static Target of(VerifiedSet.Member member) {
    PinnedImage image =
        Digest.parse(member.digest())
            .flatMap(
                digest ->
                    ImageReference.parse(member.image())
                        .toOptional()
                        .map(reference -> new PinnedImage(reference, digest)))
            .orElse(null);
    return new Target(member.image(), image, member.version());
  }
}
