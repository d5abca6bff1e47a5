package dev.releaserecord.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What docs/commands.md shows of a command. A line {@code ...} there, or one that ends so, leaves
 * something out; all else has to be what the command prints, in this order.
 */
public final class Documented {

  private static final Path PAGE = Path.of("docs/commands.md");
  private static final String LEFT_OUT = "...";

  private Documented() {}

  /**
   * Fails where the page shows something else.
   *
   * @param command as it stands there, without the program
   */
  public static void holds(String command, String printed) throws IOException {
    List<String> lines = printed.lines().toList();
    int at = 0;
    boolean gap = false;
    for (String shown : example(command)) {
      if (shown.equals(LEFT_OUT)) {
        gap = true;
        continue;
      }
      while (gap && at < lines.size() && !same(shown, lines.get(at))) {
        at++;
      }
      gap = false;
      assertThat(at).as("printed after: %s", shown).isLessThan(lines.size());
      assertThat(lines.get(at)).matches(line -> same(shown, line), shown);
      at++;
    }
    assertThat(gap || at == lines.size()).as("all of it is shown").isTrue();
  }

  private static boolean same(String shown, String line) {
    return shown.endsWith(LEFT_OUT)
        ? line.startsWith(shown.substring(0, shown.length() - LEFT_OUT.length()).strip())
        : line.equals(shown);
  }

  private static List<String> example(String command) throws IOException {
    Matcher block =
        Pattern.compile(
                "(?ms)^```\n\\$ operator/bin/release-operator "
                    + Pattern.quote(command)
                    + "\n(.*?)^```$")
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).as("%s shows `%s`", PAGE, command).isTrue();
    return block.group(1).lines().toList();
  }
}
