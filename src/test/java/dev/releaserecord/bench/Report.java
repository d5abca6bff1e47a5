package dev.releaserecord.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Results as JSON and as a table. */
final class Report {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Report() {}

  static void save(Path file, Object results) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writeValue(file.toFile(), results);
  }

  static Result load(Path file) throws IOException {
    return JSON.readValue(file.toFile(), new TypeReference<>() {});
  }

  /** The table in Markdown, and beneath it the requests. */
  static String table(List<Result> results) {
    StringBuilder text = new StringBuilder();
    text.append("| scenario | figure | median | min | max | goal | | operator | baseline |\n");
    text.append("|---|---|---|---|---|---|---|---|---|\n");
    results.stream().flatMap(result -> result.rows().stream()).forEach(row -> row(text, row));
    for (Result result : results) {
      text.append("\n").append(result.scenario()).append(": ");
      text.append(String.join(" ", result.notes())).append("\n");
      result
          .requests()
          .forEach(
              (agent, kinds) -> {
                text.append("  ").append(agent).append(":");
                kinds.forEach(
                    (kind, count) ->
                        text.append(" ")
                            .append(kind)
                            .append(" ")
                            .append(number(count))
                            .append(","));
                text.setLength(text.length() - 1);
                text.append("\n");
              });
    }
    return text.toString();
  }

  private static void row(StringBuilder text, Row row) {
    Spread figure = row.figure();
    text.append("| ").append(row.scenario()).append(" | ").append(row.what());
    text.append(" | ").append(number(figure.median())).append(" ").append(row.unit());
    text.append(" | ").append(number(figure.min())).append(" | ").append(number(figure.max()));
    Double goal = row.goal();
    text.append(" | ").append(goal == null ? "" : "≤ " + number(goal));
    text.append(" | ").append(goal == null ? "" : row.met() ? "met" : "missed");
    Row.Sides sides = row.sides();
    text.append(" | ").append(sides == null ? "" : side(sides.operator(), sides.unit()));
    text.append(" | ").append(sides == null ? "" : side(sides.baseline(), sides.unit()));
    text.append(" |\n");
  }

  private static String side(Spread side, String unit) {
    return "%s %s (%s–%s)"
        .formatted(number(side.median()), unit, number(side.min()), number(side.max()));
  }

  private static String number(double value) {
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
  }
}
