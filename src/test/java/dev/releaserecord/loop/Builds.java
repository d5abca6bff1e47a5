package dev.releaserecord.loop;

import java.util.HashMap;
import java.util.Map;

/** What a team has built of one repository, in a registry that the node pulls from. */
final class Builds {

  /** How many digits of the hash of a seed {@code dev/cluster image} makes a tag of. */
  private static final int DIGITS = 16;

  private final Scene scene;
  private final String repository;
  private final Map<String, String> images = new HashMap<>();

  Builds(Scene scene, String repository) {
    this.scene = scene;
    this.repository = repository;
  }

  /** By its digest; its program answers with that version. */
  String image(String version) {
    return images.computeIfAbsent(version, it -> scene.cluster().image(repository, it));
  }

  String digest(String version) {
    String image = image(version);
    return image.substring(image.indexOf('@') + 1);
  }

  /** The same by its tag. */
  String tagged(String version) {
    String hash = Manifests.digest(version).substring("sha256:".length());
    return nameOf(image(version)) + ":seed-" + hash.substring(0, DIGITS);
  }

  /** The repository with its registry. */
  String name() {
    return nameOf(image(images.keySet().stream().findFirst().orElse("1")));
  }

  private static String nameOf(String image) {
    return image.substring(0, image.indexOf('@'));
  }
}
