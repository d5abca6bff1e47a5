package dev.releaserecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages for people, and what stands in them as code. */
public final class Pages {

  static final Path README = Path.of("README.md");

  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```[^\n]*\n(.*?)^ *```");
  private static final Pattern PLAIN = Pattern.compile("(?ms)^ *```([^\n]*)\n(.*?)\n *```");
  private static final Pattern INLINE = Pattern.compile("`([^`\n]+)`");

  private Pages() {}

  public static List<Path> all() throws IOException {
    List<Path> pages =
        new ArrayList<>(
            List.of(
                README, Path.of("CONTRIBUTING.md"), Path.of("helm-free-manifests", "README.md")));
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  /** Blocks of code, each as it stands. */
  static Stream<String> blocks(String page) {
    return found(FENCED, page);
  }

  /** Blocks that are in no language: what is typed, and what comes back. */
  public static Stream<String> terminals(String page) {
    return PLAIN
        .matcher(page)
        .results()
        .filter(found -> found.group(1).isBlank())
        .map(found -> found.group(2).stripIndent());
  }

  /** Words of code within sentences. */
  static Stream<String> words(String page) {
    return found(INLINE, prose(page));
  }

  /** Without the blocks of code. */
  static String prose(String page) {
    return FENCED.matcher(page).replaceAll("");
  }

  private static Stream<String> found(Pattern kind, String page) {
    return kind.matcher(page).results().map(found -> found.group(1));
  }
}
