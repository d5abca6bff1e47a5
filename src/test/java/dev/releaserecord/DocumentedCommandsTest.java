package dev.releaserecord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Commands that pages tell people to type exist, with the options that they are given there. */
class DocumentedCommandsTest {

  /** What readers fill in. */
  private static final Pattern BLANK = Pattern.compile("<[^<>\n]*>");

  /** A call up to its end, a pipe, a redirection or a comment; not the name of an object. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?<![\\w./:-])(?:operator/bin/)?release-operator ([a-z]+)\\b((?:(?!\\s#)[^|>)\n])*)");

  private static final Pattern OPTION = Pattern.compile("(?<=\\s)--?[A-Za-z][\\w-]*");

  private final Map<String, CommandLine> commands = Main.commandLine(Map.of()).getSubcommands();

  @Test
  void everyCommandAndOptionThatAPageNamesExists() throws IOException {
    List<String> wrong = new ArrayList<>();
    int calls = 0;
    for (Path page : Pages.all()) {
      for (MatchResult call : calls(Files.readString(page))) {
        calls++;
        faults(call).map(fault -> page + ": " + fault).forEach(wrong::add);
      }
    }
    assertThat(wrong).as("what the program does not know").isEmpty();
    assertThat(calls).as("calls that were looked at").isGreaterThan(40);
  }

  @Test
  void readsCallsAsPeopleDo() {
    String page =
        """
        `release-operator lint -f -`, `kubectl delete lease/release-operator secret/x`
        ```
        $ operator/bin/release-operator plan -f <file> --colour   # --why
        ref=$(operator/bin/release-operator foretell --when) && echo --yes
        ```
        """;
    assertThat(calls(page)).hasSize(3);
    assertThat(calls(page).stream().flatMap(this::faults))
        .containsExactlyInAnyOrder("plan has no option --colour", "there is no command foretell");
  }

  private static List<MatchResult> calls(String page) {
    return Stream.concat(Pages.blocks(page), Pages.words(page))
        .flatMap(text -> CALL.matcher(BLANK.matcher(text).replaceAll("x")).results())
        .toList();
  }

  private Stream<String> faults(MatchResult call) {
    CommandLine command = commands.get(call.group(1));
    if (command == null) {
      return Stream.of("there is no command " + call.group(1));
    }
    return OPTION
        .matcher(call.group(2))
        .results()
        .map(MatchResult::group)
        .filter(option -> !command.getCommandSpec().optionsMap().containsKey(option))
        .map(option -> call.group(1) + " has no option " + option);
  }
}
