package dev.releaserecord.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * How the operator is started in its image: by the JVM itself, since there is no shell that could
 * run the launcher.
 *
 * @param entryPoint the JVM, its flags and the jar; the arguments are the pod's
 * @param version of the jar
 */
record Launch(List<String> entryPoint, String version) {

  private static final String JAVA = "/runtime/bin/java";
  private static final String JAR = "/app/release-operator.jar";

  /**
   * As the launcher has it, where a cache that does not fit is no reason to say so at each start.
   */
  private static final List<String> CACHE =
      List.of("-XX:AOTCache=/app/release-operator.aot", "-Xlog:aot=off", "-Xlog:cds=off");

  /**
   * After what the environment says, and therefore before it: nobody opens the loggers of client
   * and SDK, which print whole objects, by JDK_JAVA_OPTIONS.
   */
  private static final String LOGGING = "-Dlogback.configurationFile=logback.xml";

  Launch {
    entryPoint = List.copyOf(entryPoint);
  }

  /**
   * @param root of the tree, with the jar built
   */
  static Launch of(Path root) throws IOException {
    List<String> words = new ArrayList<>(List.of(JAVA));
    words.addAll(flags(root.resolve("operator/jvm.flags")));
    words.addAll(CACHE);
    words.addAll(List.of(LOGGING, "-jar", JAR));
    return new Launch(words, version(root.resolve("target/release-operator.jar")));
  }

  /** The flags of a file that has one on a line, and says why after {@code #}. */
  static List<String> flags(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(it -> it.replaceFirst("#.*", "").strip())
          .filter(it -> !it.isEmpty())
          .toList();
    }
  }

  private static String version(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      String version =
          file.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      if (version == null) {
        throw new IOException(jar + " does not say its version; build it by Maven");
      }
      return version;
    }
  }
}
