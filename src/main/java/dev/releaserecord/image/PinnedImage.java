package dev.releaserecord.image;

import dev.releaserecord.image.ImageVerdict.Different;
import dev.releaserecord.image.ImageVerdict.Same;
import dev.releaserecord.image.ImageVerdict.Unknown;

/**
 * An image as a record wants it, compared with what stands in a workload and with what a runtime
 * says that it runs.
 *
 * @param image the repository; a tag or digest of its own plays no part
 * @param digest the content
 */
public record PinnedImage(ImageReference image, Digest digest) {

  /** The string for a container's {@code image} field. */
  public String text() {
    return image.withDigest(digest);
  }

  /**
   * Compares with the {@code image} field of a container. A tag beside the digest does not matter,
   * the runtime pulls by digest. Without a SHA-256 digest (a tag alone, a placeholder, no valid
   * reference) the answer is unknown, which for a field that ought to be pinned means: not pinned.
   */
  public ImageVerdict compareLive(String live) {
    if (isText(live)) {
      return new Same();
    }
    return ImageReference.parse(live)
        .toOptional()
        .<ImageVerdict>flatMap(
            reference ->
                reference
                    .digest()
                    .map(
                        found ->
                            found.equals(digest) && reference.sameRepository(image)
                                ? new Same()
                                : new Different(found)))
        .orElseGet(Unknown::new);
  }

  /** Nearly every container carries what was pinned: that needs no reading. */
  private boolean isText(String live) {
    int name = image.name().length();
    return live.length() == name + 1 + digest.text().length()
        && live.startsWith(image.name())
        && live.charAt(name) == '@'
        && live.endsWith(digest.text());
  }

  /**
   * Compares with the image id of a container status. Equal digests are the same content wherever
   * it was pulled from. Another digest says something only of the same repository: a bare {@code
   * sha256:…} is the image's configuration on most runtimes, and another repository's digests are
   * not comparable. Empty while a container waits.
   */
  public ImageVerdict compareRunning(String imageId) {
    int scheme = imageId.indexOf("://");
    String id = scheme < 0 ? imageId : imageId.substring(scheme + "://".length());
    if (id.equals(digest.text())) {
      return new Same();
    }
    return ImageReference.parse(id)
        .toOptional()
        .<ImageVerdict>flatMap(
            reference -> reference.digest().map(found -> running(reference, found)))
        .orElseGet(Unknown::new);
  }

  private ImageVerdict running(ImageReference reference, Digest found) {
    if (found.equals(digest)) {
      return new Same();
    }
    return reference.sameRepository(image) ? new Different(found) : new Unknown();
  }
}
