package dev.releaserecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages for people point at is there, and the command that they name is the one of CI. */
class DocsTest {

  private static final Path README = Path.of("README.md");
  private static final Path CI = Path.of(".ci/run");
  private static final String TEST_COMMAND = "./mvnw verify";
  private static final int README_LINES = 250;

  /** The target of {@code [text](target)}, without the part after {@code #}. */
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#[^)\\s]*)?\\)");

  private static final Pattern FENCED = Pattern.compile("(?ms)^```[^\n]*\n(.*?)^```");
  private static final Pattern INLINE = Pattern.compile("`([^`\n]+)`");

  /** A path from the root of the tree: not the end of a longer one, such as that of an image. */
  private static final Pattern PATH =
      Pattern.compile(
          "(?<![\\w./:@$-])(?:\\./)?"
              + "((?:\\.ci|crds|dev|docs|helm-free-manifests|operator|src)/[\\w./*-]*)");

  @Test
  void everyRelativeLinkLeadsToAFile() throws IOException {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      for (String target : links(Files.readString(page))) {
        links++;
        if (!Files.exists(page.resolveSibling(target))) {
          dead.add(page + " -> " + target);
        }
      }
    }
    assertThat(dead).as("links to files that are not there").isEmpty();
    assertThat(links).as("links that were looked at").isGreaterThan(5);
  }

  @Test
  void everyPathInCodeExists() throws IOException {
    List<String> absent = new ArrayList<>();
    int paths = 0;
    for (Path page : pages()) {
      for (String path : paths(Files.readString(page))) {
        paths++;
        if (!Files.exists(Path.of(path))) {
          absent.add(page + " names " + path);
        }
      }
    }
    assertThat(absent).as("paths that are not there").isEmpty();
    assertThat(paths).as("paths that were looked at").isGreaterThan(20);
  }

  @Test
  void theReadmeCanBeReadInOneGo() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThan(README_LINES);
  }

  @Test
  void theReadmeNamesTheTestCommand() throws IOException {
    assertThat(code(FENCED, Files.readString(README)).flatMap(String::lines))
        .contains(TEST_COMMAND);
  }

  @Test
  void ciCallsTheTestCommandOfTheReadme() throws IOException {
    assertThat(Files.readAllLines(CI).stream().map(String::strip))
        .as("%s calls Maven once, by exactly the command of %s", CI, README)
        .filteredOn(line -> line.contains("mvn") && !line.startsWith("#"))
        .containsExactly(TEST_COMMAND);
  }

  @Test
  void readsLinksAndPathsAsPeopleDo() {
    String page =
        """
        See [one](docs/a.md#part), [two](https://example.org/x) and [three](#here).
        `dev/cluster up --state target/x`, `registry/dev/image`, `src/main/**/*.java`, src/plain
        ```
        $ dev/sandbox --once
        applying samples/operator/x from $HOME/src/y
        ```
        """;
    assertThat(links(page)).containsExactly("docs/a.md");
    assertThat(paths(page)).containsExactlyInAnyOrder("dev/cluster", "src/main", "dev/sandbox");
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README, Path.of("CONTRIBUTING.md")));
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  private static List<String> links(String page) {
    return LINK.matcher(FENCED.matcher(page).replaceAll(""))
        .results()
        .map(found -> found.group(1))
        .filter(target -> !target.isEmpty() && !target.matches("[a-z]+:.*"))
        .toList();
  }

  private static List<String> paths(String page) {
    String prose = FENCED.matcher(page).replaceAll("");
    return Stream.concat(code(FENCED, page), code(INLINE, prose))
        .flatMap(text -> PATH.matcher(text).results().map(found -> whole(found.group(1))))
        .toList();
  }

  private static Stream<String> code(Pattern kind, String page) {
    return kind.matcher(page).results().map((MatchResult found) -> found.group(1));
  }

  /** Up to the folder before the first wildcard, and without the full stop of a sentence. */
  private static String whole(String path) {
    int wildcard = path.indexOf('*');
    String known = wildcard < 0 ? path : path.substring(0, path.lastIndexOf('/', wildcard));
    return known.replaceFirst("[./-]+$", "");
  }
}
