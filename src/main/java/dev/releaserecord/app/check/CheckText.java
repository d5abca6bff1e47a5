package dev.releaserecord.app.check;

import dev.releaserecord.app.check.Result.Verdict;
import dev.releaserecord.app.command.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Results for a person, and as plain data. */
final class CheckText {

  private static final String OF_RECORD = "the whole record";
  private static final double MILLIS = 1000.0;

  private CheckText() {}

  /**
   * Of one record; ends with the end of a line.
   *
   * @param all results, those of other records too
   */
  static String of(Sheet sheet, List<Result> all) {
    List<Result> results = all.stream().filter(it -> sheet.checks().contains(it.check())).toList();
    StringBuilder text = new StringBuilder();
    text.append(
        "ReleaseRecord %s in namespace %s: %s.\n"
            .formatted(sheet.record(), sheet.namespace(), counts(results)));
    Map<String, List<Result>> byService = new LinkedHashMap<>();
    results.forEach(
        it ->
            byService
                .computeIfAbsent(
                    Objects.requireNonNullElse(it.check().service(), OF_RECORD),
                    _ -> new ArrayList<>())
                .add(it));
    byService.forEach(
        (service, its) -> {
          text.append("  ").append(service).append('\n');
          its.forEach(it -> text.append("    ").append(line(it)).append('\n'));
        });
    if (results.stream().anyMatch(CheckText::nameless)) {
      text.append(
          "Asked from here: names that end in .svc and addresses of pods often lead somewhere only"
              + " inside the cluster.\n");
    }
    return text.toString();
  }

  private static boolean nameless(Result result) {
    return result.verdict() == Verdict.Errored;
  }

  private static String line(Result result) {
    String word =
        switch (result.verdict()) {
          case Passed -> "passed";
          case Failed -> "FAILED";
          case Errored -> "ERRORED";
          case NotAsked -> "not asked";
        };
    String line = word + "  " + result.check().name();
    return result.verdict() == Verdict.Passed
        ? line + String.format(Locale.ROOT, ", %.2f s", result.took().toMillis() / MILLIS)
        : line + ": " + Printable.line(result.message());
  }

  /** Such as: 2 of 4 checks passed, 1 failed, 1 not asked. */
  private static String counts(List<Result> results) {
    if (results.isEmpty()) {
      return "it has no checks";
    }
    long passed = number(results, Verdict.Passed);
    List<String> parts = new ArrayList<>();
    parts.add(
        passed
            + " of "
            + results.size()
            + (results.size() == 1 ? " check" : " checks")
            + " passed");
    for (Verdict verdict : List.of(Verdict.Failed, Verdict.Errored, Verdict.NotAsked)) {
      long number = number(results, verdict);
      if (number > 0) {
        parts.add(number + " " + word(verdict));
      }
    }
    return String.join(", ", parts);
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Passed -> "passed";
      case Failed -> "failed";
      case Errored -> "could not be asked";
      case NotAsked -> "not asked";
    };
  }

  private static long number(List<Result> results, Verdict verdict) {
    return results.stream().filter(it -> it.verdict() == verdict).count();
  }

  /** For programs. */
  static Map<String, Object> data(List<Result> results) {
    return Map.of("checks", results.stream().map(CheckText::data).toList());
  }

  private static Map<String, Object> data(Result result) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("record", result.check().record());
    data.put("namespace", result.check().question().namespace());
    if (result.check().service() != null) {
      data.put("service", result.check().service());
    }
    data.put("name", result.check().name());
    data.put("outcome", result.verdict().name());
    if (!result.message().isEmpty()) {
      data.put("message", result.message());
    }
    if (result.verdict() != Verdict.NotAsked) {
      data.put("tookMillis", result.took().toMillis());
    }
    return data;
  }
}
