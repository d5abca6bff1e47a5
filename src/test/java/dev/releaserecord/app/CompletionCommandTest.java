package dev.releaserecord.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a real bash makes of the script. */
class CompletionCommandTest {

  private record Ran(int code, String out, String err) {}

  @TempDir private Path folder;

  private Path script;

  @BeforeEach
  void print() throws IOException {
    script = Files.writeString(folder.resolve("completion"), run("completion", "bash").out());
  }

  private static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine(Map.of())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new Ran(line.execute(arguments), out.toString(), err.toString());
  }

  private Ran bash(String commands) throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", "source '" + script + "' || exit 9\n" + commands)
            .redirectError(err.toFile())
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(bash.waitFor(), out, Files.readString(err));
  }

  /** As bash does on the key: the function that it registered is called with the words so far. */
  private List<String> complete(String... words) throws IOException, InterruptedException {
    Ran ran =
        bash(
            """
            compopt() { :; }  # it only works while a key is pressed
            COMP_WORDS=(release-operator "%s")
            COMP_CWORD=%d
            function=$(complete -p release-operator | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
            "$function" release-operator "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%%s\\n' "${COMPREPLY[@]}"
            """
                .formatted(String.join("\" \"", words), words.length));
    assertThat(ran.err()).isEmpty();
    return ran.out().lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
  }

  @Test
  void bashTakesItAndKnowsWhomItIsFor() throws Exception {
    Ran ran = bash("complete -p release-operator");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("complete ").contains("-F _complete_release-operator");
  }

  @Test
  void commandsOptionsAndValuesAreCompleted() throws Exception {
    assertThat(complete("rep")).containsExactly("report");
    assertThat(complete("status", "--wa")).containsExactly("--watch");
    assertThat(complete("plan", "--output", "j")).containsExactly("json");
    assertThat(complete("completion", "")).contains("bash", "zsh");
    assertThat(complete("check", "--file")).containsExactly("--filename");
  }

  @Test
  void zshReadsTheSame() throws IOException {
    assertThat(run("completion", "zsh").out())
        .isEqualTo(Files.readString(script))
        .contains("autoload -U +X bashcompinit && bashcompinit");
  }

  @Test
  void anotherShellIsToldWhichThereAre() {
    assertThat(run("completion", "fish"))
        .isEqualTo(
            new Ran(
                2,
                "",
                "completion: \"fish\" is no shell that it is made for; write bash or zsh.\n"));
    assertThat(run("completion").code()).isEqualTo(2);
  }
}
