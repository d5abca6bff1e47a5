package dev.releaserecord.app.status;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.app.command.Printable;
import dev.releaserecord.app.record.Standing;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record as a table that fits into a terminal: no line is broken, and none runs out of it. */
final class LiveTable {

  private static final List<String> HEAD =
      List.of("SERVICE", "VERSION", "PHASE", "READY", "SINCE", "WHY");

  /** Of the columns of {@link #HEAD}. */
  private static final int PHASE = 2;

  private static final int LONGEST_NAME = 30;
  private static final String GAP = "  ";

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  /** Around the rows: the record, an empty line, the head, what is left out, the cursor. */
  private static final int AROUND = 5;

  private final Terminal.Size size;
  private final Look look;

  private LiveTable(Terminal.Size size, Look look) {
    this.size = size;
    this.look = look;
  }

  /**
   * Lines without an end.
   *
   * @param trouble what keeps it from being up to date; null for nothing
   */
  static List<String> of(
      Standing standing, @Nullable String trouble, Terminal.Size size, Look look) {
    return new LiveTable(size, look).lines(standing, trouble);
  }

  private List<String> lines(Standing standing, @Nullable String trouble) {
    List<ServiceStatus> services = standing.status().services();
    List<ServiceStatus> shown = shown(services, trouble == null ? AROUND : AROUND + 1);
    List<String> lines = new ArrayList<>();
    lines.add(
        look.paint(
            Tone.of(standing),
            cut(standing.name() + ": " + Printable.line(standing.headline()), size.columns())));
    lines.add("");
    lines.addAll(table(shown));
    if (shown.size() < services.size()) {
      long well = services.stream().filter(it -> it.phase() == Phase.Verified).count();
      lines.add(
          look.paint(
              Tone.QUIET,
              cut(
                  "%d more; %d of %d are Verified"
                      .formatted(services.size() - shown.size(), well, services.size()),
                  size.columns())));
    }
    if (trouble != null) {
      lines.add(look.paint(Tone.BAD, cut(Printable.line(trouble), size.columns())));
    }
    return lines;
  }

  /** Where not all fit, those that are well are left out first. */
  private List<ServiceStatus> shown(List<ServiceStatus> services, int around) {
    int room = Math.max(1, size.rows() - around);
    if (services.size() <= room) {
      return services;
    }
    return Stream.concat(
            services.stream().filter(it -> it.phase() != Phase.Verified),
            services.stream().filter(it -> it.phase() == Phase.Verified))
        .limit(room)
        .toList();
  }

  private List<String> table(List<ServiceStatus> services) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    services.forEach(it -> rows.add(cells(it)));
    int[] widths =
        IntStream.range(0, HEAD.size())
            .map(column -> rows.stream().mapToInt(it -> length(it.get(column))).max().orElse(0))
            .toArray();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      lines.add(
          row(
              rows.get(i),
              widths,
              i == 0 ? Tone.QUIET : Tone.of(services.get(i - 1).phase()),
              i == 0));
    }
    return lines;
  }

  private String row(List<String> cells, int[] widths, Tone tone, boolean head) {
    StringBuilder line = new StringBuilder();
    int used = 0;
    for (int i = 0; i < cells.size() && used < size.columns(); i++) {
      String padded = cells.get(i) + " ".repeat(widths[i] - length(cells.get(i)));
      String cell = cut(i == cells.size() - 1 ? cells.get(i) : padded + GAP, size.columns() - used);
      used += length(cell);
      line.append(head || i == PHASE ? look.paint(tone, cell) : cell);
    }
    return look.coloured() ? line.toString() : line.toString().stripTrailing();
  }

  private static List<String> cells(ServiceStatus service) {
    String why =
        Stream.of(service.cause(), service.phase() == Phase.Verified ? null : service.message())
            .filter(Objects::nonNull)
            .map(Printable::line)
            .reduce((cause, message) -> cause + ": " + message)
            .orElse("");
    return List.of(
        cut(service.name(), LONGEST_NAME),
        cut(Printable.line(Objects.requireNonNullElse(service.version(), "")), LONGEST_NAME),
        service.phase().name(),
        Objects.requireNonNullElse(service.ready(), ""),
        since(service.since()),
        why);
  }

  private static String since(@Nullable Instant instant) {
    return instant == null ? "" : CLOCK.format(instant);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String cut(String text, int most) {
    return length(text) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most));
  }
}
