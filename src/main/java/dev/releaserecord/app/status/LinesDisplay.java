package dev.releaserecord.app.status;

import dev.releaserecord.app.record.Standing;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line for each change, with the time at which it was heard of. */
final class LinesDisplay implements Display {

  private final PrintWriter out;
  private final PrintWriter err;
  private final Clock clock;
  private @Nullable Standing last;

  /**
   * @param err for what is no change of the record
   */
  LinesDisplay(PrintWriter out, PrintWriter err, Clock clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  @Override
  public void show(Standing standing) {
    print(out, last == null ? ChangeLines.first(standing) : ChangeLines.between(last, standing));
    last = standing;
  }

  @Override
  public void trouble(String why) {
    print(err, List.of(why));
  }

  private void print(PrintWriter to, List<String> lines) {
    String at = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    lines.forEach(line -> to.print(at + " " + line + "\n"));
    to.flush();
  }
}
