package dev.releaserecord.app.status;

import dev.releaserecord.app.command.Environment;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where standard output goes.
 *
 * @param live whether a person looks at a terminal that can draw over what it showed
 * @param coloured whether colours are wanted there: not with {@code NO_COLOR} (no-color.org)
 * @param boxes whether box drawings can be written in its character set
 */
record Terminal(boolean live, boolean coloured, boolean boxes) {

  private static final File TTY = new File("/dev/tty");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5}) ([0-9]{1,5})\\s*");
  private static final char BOX = '\u251c';

  /**
   * @param rows lines that can be seen at once
   * @param columns characters that fit into one
   */
  record Size(int rows, int columns) {

    /** What a terminal has that does not tell. */
    static final Size USUAL = new Size(24, 80);

    /** As {@code stty size} prints it; empty where that is none. */
    static Optional<Size> parse(String text) {
      Matcher size = SIZE.matcher(text);
      if (!size.matches()) {
        return Optional.empty();
      }
      Size read = new Size(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
      return read.rows > 0 && read.columns > 0 ? Optional.of(read) : Optional.empty();
    }
  }

  /** That of the process. */
  static Terminal of(Environment environment) {
    Console console = System.console();
    return of(console != null && console.isTerminal(), environment, System.out.charset());
  }

  static Terminal of(boolean terminal, Environment environment, Charset charset) {
    boolean live = terminal && !"dumb".equals(environment.variables().get("TERM"));
    return new Terminal(
        live,
        live && !environment.has("NO_COLOR"),
        charset.canEncode() && charset.newEncoder().canEncode(BOX));
  }

  /** How large it is now; asked anew each time, for a window can be resized. */
  static Size size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(TTY)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream out = stty.getInputStream()) {
        return Size.parse(new String(out.readAllBytes(), StandardCharsets.US_ASCII))
            .orElse(Size.USUAL);
      }
    } catch (IOException e) {
      return Size.USUAL;
    }
  }
}
