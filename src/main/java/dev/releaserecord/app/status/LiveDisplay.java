package dev.releaserecord.app.status;

import dev.releaserecord.app.record.Standing;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One table on a terminal, drawn over whenever something changes. */
final class LiveDisplay implements Display {

  /** To the begin of the line so many further up, by ECMA-48, 8.3.22 (CUU). */
  private static final String UP = "\u001b[%dA\r";

  /** All that follows is cleared, by ECMA-48, 8.3.39 (ED). */
  private static final String CLEAR = "\u001b[J";

  private final PrintWriter out;
  private final Look look;
  private final Supplier<Terminal.Size> size;
  private @Nullable Standing last;
  private int drawn;

  /**
   * @param size of the terminal, asked for each drawing
   */
  LiveDisplay(PrintWriter out, Look look, Supplier<Terminal.Size> size) {
    this.out = out;
    this.look = look;
    this.size = size;
  }

  @Override
  public void show(Standing standing) {
    last = standing;
    draw(standing, null);
  }

  @Override
  public void trouble(String why) {
    if (last != null) {
      draw(last, why);
    }
  }

  private void draw(Standing standing, @Nullable String trouble) {
    List<String> lines = LiveTable.of(standing, trouble, size.get(), look);
    if (drawn > 0) {
      out.print(UP.formatted(drawn));
    }
    out.print(CLEAR);
    lines.forEach(line -> out.print(line + "\n"));
    out.flush();
    drawn = lines.size();
  }
}
