package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;

/**
 * A page from its first command to its last, upon the namespace of a scene. Which command is meant
 * says a part of it, or of what the page shows below it.
 */
final class Story {

  private static final Pattern NAMESPACE =
      Pattern.compile("(?<=-n |--namespace |namespace: |namespace )gobee\\b");
  private static final Pattern LOOKS =
      Pattern.compile("kubectl (?:-n \\S+ )?get .*", Pattern.DOTALL);

  private final Scene scene;
  private final Path page;
  private final Map<String, String> replaced = new LinkedHashMap<>();
  private final Map<String, Integer> codes = new LinkedHashMap<>();
  private final Map<String, Path> users = new LinkedHashMap<>();
  private final Map<String, ThrowingRunnable> before = new LinkedHashMap<>();
  private final Map<String, String> until = new LinkedHashMap<>();
  private final Set<String> elsewhere = new HashSet<>();
  private final Map<String, String> prepared = new LinkedHashMap<>();

  Story(Scene scene, String page) {
    this.scene = scene;
    this.page = Path.of(page);
  }

  /** What readers fill in, or have under another name; a shell may find it out. */
  Story with(String written, String here) {
    replaced.put(written, here);
    return this;
  }

  /** Such commands end so. All others with 0. */
  Story code(String part, int code) {
    codes.put(part, code);
    return this;
  }

  Story as(String part, Path kubeconfig) {
    users.put(part, kubeconfig);
    return this;
  }

  /** What the reader does, or waits for, before that command. */
  Story before(String part, ThrowingRunnable what) {
    before.put(part, what);
    return this;
  }

  /** The same, as something typed in the same folder. */
  Story prepare(String part, String shell) {
    prepared.put(part, shell + "\n");
    return this;
  }

  /** What stands below commands with that part comes of another scene than this one. */
  Story elsewhere(String part) {
    elsewhere.add(part);
    return this;
  }

  /** A command that goes on until its reader has seen that. */
  Story until(String part, String seen) {
    until.put(part, seen);
    return this;
  }

  void run() throws Throwable {
    Typed typed = Typed.in(scene, page);
    List<PageCommand> commands =
        PageCommand.of(page).stream()
            .filter(it -> NotTyped.reason(page, it.text()).isEmpty())
            .toList();
    assertThat(commands).as("typed of %s", page).isNotEmpty();
    for (PageCommand command : commands) {
      run(typed, command);
    }
  }

  private void run(Typed typed, PageCommand command) throws Throwable {
    Optional<ThrowingRunnable> first = of(before, command);
    if (first.isPresent()) {
      first.get().run();
    }
    String text = of(prepared, command).orElse("") + filledIn(command.text());
    Optional<String> end = of(until, command);
    if (end.isPresent()) {
      typed.typeUntil(text, end.get());
    } else if (LOOKS.matcher(text).matches()) {
      Scene.eventually(() -> type(typed, command, text));
    } else {
      type(typed, command, text);
    }
  }

  private void type(Typed typed, PageCommand command, String text) throws Exception {
    Path kubeconfig = of(users, command).orElse(scene.cluster().kubeconfig());
    Typed.Answer answer = typed.type(text, kubeconfig);
    String told = page + ": " + text + answer.said();
    assertThat(answer.code()).as(told).isEqualTo(of(codes, command).orElse(0));
    if (elsewhere.stream().anyMatch(command::tells)) {
      return;
    }
    for (String line : command.shown()) {
      assertThat(answer.said()).as(told).containsPattern(shape(filledIn(line)));
    }
  }

  /** Words as they stand; what holds a digit or is left out may be anything. */
  static Pattern shape(String line) {
    return Pattern.compile(
        Arrays.stream(line.strip().split("\\s+"))
            .map(Story::word)
            .collect(Collectors.joining("\\s+")));
  }

  private static String word(String word) {
    if (word.contains("...")) {
      return Arrays.stream(word.split("\\.\\.\\."))
          .map(part -> part.matches(".*\\d.*") ? "\\S*" : Pattern.quote(part))
          .collect(Collectors.joining(".*", "", ".*"));
    }
    return word.matches(".*\\d.*") ? "\\S+" : Pattern.quote(word);
  }

  private String filledIn(String text) {
    String filled = text;
    for (Map.Entry<String, String> entry : replaced.entrySet()) {
      filled = filled.replace(entry.getKey(), entry.getValue());
    }
    return NAMESPACE.matcher(filled).replaceAll(scene.namespace());
  }

  private static <T> Optional<T> of(Map<String, T> table, PageCommand command) {
    return table.entrySet().stream()
        .filter(entry -> command.tells(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
