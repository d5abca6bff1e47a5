package dev.releaserecord.container;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.TarImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What {@code dev/image} calls. */
public final class ImageTool {

  private static final String NAME = "release-operator";

  private ImageTool() {}

  /**
   * {@code steady FIRST SECOND RESULT}: one cache out of two ({@link SteadyCache}). {@code tar ROOT
   * OUTPUT BASE} and {@code push ROOT OUTPUT BASE TARGET INSECURE}: the image of the tree in
   * OUTPUT, upon BASE or, if that is empty, upon nothing; the last line is its name with its
   * digest.
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "steady" -> SteadyCache.write(Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
      case "tar" -> System.out.println(tar(image(args), Path.of(args[2])));
      case "push" ->
          System.out.println(
              push(image(args), Path.of(args[2]), args[4], Boolean.parseBoolean(args[5])));
      default -> throw new IllegalArgumentException("there is no " + Arrays.toString(args));
    }
  }

  private static OperatorImage image(String[] args) throws IOException {
    Optional<String> base = Optional.of(args[3]).filter(it -> !it.isEmpty());
    return new OperatorImage(Path.of(args[2]).resolve("tree"), Launch.of(Path.of(args[1])), base);
  }

  /** A tar that {@code docker load} reads; the name of the image with its digest. */
  static String tar(OperatorImage image, Path output) throws Exception {
    String name = NAME + ":" + image.launch().version();
    Path file = output.resolve(NAME + ".tar");
    Containerizer target = Containerizer.to(TarImage.at(file).named(name));
    return name + "@" + image.build(target.setOfflineMode(image.base().isEmpty()), output);
  }

  /**
   * Pushes it.
   *
   * @param target registry, repository and perhaps a tag
   * @param insecure whether a registry without a trusted certificate is good enough
   * @return the image with its digest and without its tag
   */
  static String push(OperatorImage image, Path output, String target, boolean insecure)
      throws Exception {
    ImageReference reference = ImageReference.parse(target);
    Containerizer containerizer =
        Containerizer.to(OperatorImage.registry(target)).setAllowInsecureRegistries(insecure);
    String digest = image.build(containerizer, output);
    return reference.getRegistry() + "/" + reference.getRepository() + "@" + digest;
  }
}
