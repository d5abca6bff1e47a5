package dev.releaserecord.image;

import java.util.Optional;

/**
 * An image reference, read by the grammar and the defaults of the {@code distribution/reference}
 * module, which kubelet and containerd use too: what is valid here is what does not end in {@code
 * InvalidImageName} there.
 *
 * @param name domain and path exactly as written, without tag and digest
 * @param domain where it is pulled from, {@code docker.io} where the string names nobody; with its
 *     port. Empty in the one odd case that the grammar allows: a first component with a dot that is
 *     no host name ({@code my_host.io/app})
 * @param path the repository within the domain, {@code library/} added for the short names of
 *     Docker Hub
 * @param tag the tag, if one is written
 * @param digestText the digest as written, if there is one; the grammar also allows SHA-384 and
 *     SHA-512, which {@link #digest()} leaves out
 */
public record ImageReference(
    String name, String domain, String path, Optional<String> tag, Optional<String> digestText) {

  static final String DOCKER_HUB = "docker.io";
  static final String OFFICIAL = "library/";

  /** Reads {@code image}; any string is an answer, none throws. Linear in its length. */
  public static ParsedImage parse(String image) {
    return ReferenceParser.parse(image);
  }

  /**
   * What {@code image} says of its repository, where its tag or digest was never filled in too
   * ({@code team/server:$COMMIT_SHA1}). Beyond the repository nothing is to be read from it.
   */
  public static Optional<ImageReference> ofRepository(String image) {
    return parse(image).toOptional().or(() -> parse(untagged(image)).toOptional());
  }

  private static String untagged(String image) {
    int at = image.indexOf('@');
    String named = at < 0 ? image : image.substring(0, at);
    int tag = named.indexOf(':', named.lastIndexOf('/') + 1);
    return tag < 0 ? named : named.substring(0, tag);
  }

  /** The SHA-256 digest that the reference is pinned to, if it is. */
  public Optional<Digest> digest() {
    return digestText.flatMap(Digest::parse);
  }

  /** The repository in full: {@code nginx} is {@code docker.io/library/nginx}. */
  public String repository() {
    return domain.isEmpty() ? path : domain + "/" + path;
  }

  /**
   * The repository as people write it: the defaults of Docker Hub left out where what remains still
   * means the same ({@code docker.io/localhost/x} does not become {@code localhost/x}).
   */
  public String familiar() {
    if (!domain.equals(DOCKER_HUB)) {
      return repository();
    }
    boolean official = path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0;
    String familiar = official ? path.substring(OFFICIAL.length()) : path;
    return parse(familiar).toOptional().filter(this::sameRepository).isPresent()
        ? familiar
        : repository();
  }

  /** The last component of the path: {@code users} in {@code r.io/gobee/core/users}. */
  public String lastSegment() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether both name the same repository, however they write it. */
  public boolean sameRepository(ImageReference other) {
    return repository().equals(other.repository());
  }

  /**
   * The image string that pins this repository: the name as it is written here, the digest, and no
   * tag.
   */
  public String withDigest(Digest digest) {
    return name + "@" + digest;
  }
}
