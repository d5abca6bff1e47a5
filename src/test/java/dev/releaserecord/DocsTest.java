package dev.releaserecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages for people point at is there, and the command that they name is the one of CI. */
class DocsTest {

  private static final Path CI = Path.of(".ci/run");
  private static final String TEST_COMMAND = "./mvnw verify";
  private static final int README_LINES = 250;

  /** The target of {@code [text](target#part)}. */
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");

  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

  /** A path from the root of the tree: not the end of a longer one, such as that of an image. */
  private static final Pattern PATH =
      Pattern.compile(
          "(?<![\\w./:@$-])(?:\\./)?"
              + "((?:\\.ci|crds|dev|docs|helm-free-manifests|operator|src)/[\\w./*-]*)");

  /** What kubectl is to build. */
  private static final Pattern KUSTOMIZATION =
      Pattern.compile("kubectl [^\n|`]*?(?:-k|\\bkustomize) (?!-)([\\w./-]+)");

  /** What a kustomization of somebody's own takes, written into a folder beside the manifests. */
  private static final Pattern RESOURCE =
      Pattern.compile("(?m)^- \\.\\./(helm-free-manifests/[\\w./-]+)$");

  @Test
  void everyRelativeLinkLeadsToAFile() throws IOException {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path page : Pages.all()) {
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
  void everyPartThatALinkNamesIsAHeadingThere() throws IOException {
    List<String> dead = new ArrayList<>();
    int parts = 0;
    for (Path page : Pages.all()) {
      for (var link : LINK.matcher(Pages.prose(Files.readString(page))).results().toList()) {
        String part = link.group(2);
        if (part == null || !local(link.group(1))) {
          continue;
        }
        parts++;
        Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        if (Files.isRegularFile(target) && !anchors(Files.readString(target)).contains(part)) {
          dead.add(page + " -> " + link.group(1) + "#" + part);
        }
      }
    }
    assertThat(dead).as("parts of pages that are not there").isEmpty();
    assertThat(parts).as("parts that were looked at").isGreaterThan(50);
  }

  @Test
  void everyPathInCodeExists() throws IOException {
    List<String> absent = new ArrayList<>();
    int paths = 0;
    for (Path page : Pages.all()) {
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
  void whatKubectlIsToBuildIsAKustomization() throws IOException {
    List<String> other = new ArrayList<>();
    int builds = 0;
    for (Path page : Pages.all()) {
      for (String folder : kustomizations(Files.readString(page))) {
        builds++;
        if (!Files.exists(Path.of(folder, "kustomization.yaml"))) {
          other.add(page + " has kubectl build " + folder);
        }
      }
    }
    assertThat(other).as("folders that are no kustomization").isEmpty();
    assertThat(builds).as("kustomizations that were looked at").isGreaterThan(10);
  }

  @Test
  void theReadmeCanBeReadInOneGo() throws IOException {
    assertThat(Files.readAllLines(Pages.README)).hasSizeLessThan(README_LINES);
  }

  @Test
  void theReadmeNamesTheTestCommand() throws IOException {
    assertThat(Pages.blocks(Files.readString(Pages.README)).flatMap(String::lines))
        .contains(TEST_COMMAND);
  }

  @Test
  void ciCallsTheTestCommandOfTheReadme() throws IOException {
    assertThat(Files.readAllLines(CI).stream().map(String::strip))
        .as("%s calls Maven once, by exactly the command of %s", CI, Pages.README)
        .filteredOn(line -> line.contains("mvn") && !line.startsWith("#"))
        .containsExactly(TEST_COMMAND);
  }

  @Test
  void readsLinksAndPathsAsPeopleDo() {
    String page =
        """
        See [one](docs/a.md#part), [two](https://example.org/x) and [three](#here).
        `dev/cluster up --state target/x`, `registry/dev/image`, `src/main/**/*.java`, src/plain
        `kubectl apply -k some/where`, `kubectl delete -k made`
        ```
        $ dev/sandbox --once
        applying samples/operator/x from $HOME/src/y
        - ../helm-free-manifests/base
        kubectl apply --server-side -k made | kubectl kustomize --help
        ```
        """;
    assertThat(links(page)).containsExactly("docs/a.md");
    assertThat(paths(page)).containsExactlyInAnyOrder("dev/cluster", "src/main", "dev/sandbox");
    assertThat(kustomizations(page))
        .containsExactlyInAnyOrder("some/where", "helm-free-manifests/base");
    assertThat(anchors("# A page\n## `onFailure: Rollback`, 1st\n## The trap: `kubectl apply`\n"))
        .containsExactlyInAnyOrder("a-page", "onfailure-rollback-1st", "the-trap-kubectl-apply");
  }

  private static List<String> links(String page) {
    return LINK.matcher(Pages.prose(page))
        .results()
        .map(found -> found.group(1))
        .filter(target -> !target.isEmpty() && local(target))
        .toList();
  }

  private static boolean local(String target) {
    return !target.matches("[a-z]+:.*");
  }

  /** As a forge makes them of headings: letters, digits and dashes. */
  private static Set<String> anchors(String page) {
    return HEADING
        .matcher(Pages.prose(page))
        .results()
        .map(found -> found.group(1).strip().toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<String> paths(String page) {
    return Stream.concat(Pages.blocks(page), Pages.words(page))
        .flatMap(text -> PATH.matcher(text).results().map(found -> whole(found.group(1))))
        .toList();
  }

  /** One word alone is a folder of the reader's own. */
  private static List<String> kustomizations(String page) {
    return Stream.concat(Pages.blocks(page), Pages.words(page))
        .flatMap(
            text ->
                Stream.of(KUSTOMIZATION, RESOURCE).flatMap(kind -> kind.matcher(text).results()))
        .map(found -> found.group(1))
        .filter(folder -> folder.contains("/"))
        .toList();
  }

  /** Up to the folder before the first wildcard, and without the full stop of a sentence. */
  private static String whole(String path) {
    int wildcard = path.indexOf('*');
    String known = wildcard < 0 ? path : path.substring(0, path.lastIndexOf('/', wildcard));
    return known.replaceFirst("[./-]+$", "");
  }
}
