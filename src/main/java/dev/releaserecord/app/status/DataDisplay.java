package dev.releaserecord.app.status;

import dev.releaserecord.app.record.Standing;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A document for each change, for programs. */
final class DataDisplay implements Display {

  private final PrintWriter out;
  private final PrintWriter err;
  private final Function<Object, String> format;
  private @Nullable Map<String, Object> last;

  /**
   * @param err for what is no change of the record
   * @param format with an end
   */
  DataDisplay(PrintWriter out, PrintWriter err, Function<Object, String> format) {
    this.out = out;
    this.err = err;
    this.format = format;
  }

  @Override
  public void show(Standing standing) {
    Map<String, Object> data = StatusData.of(standing);
    if (!data.equals(last)) {
      out.print(format.apply(data));
      out.flush();
    }
    last = data;
  }

  @Override
  public void trouble(String why) {
    err.println(why);
  }
}
