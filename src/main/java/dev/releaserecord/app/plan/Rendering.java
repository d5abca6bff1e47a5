package dev.releaserecord.app.plan;

import dev.releaserecord.app.command.OutputOptions;
import dev.releaserecord.app.command.Structured;
import dev.releaserecord.preview.Preview;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Previews as somebody asked for them. */
final class Rendering {

  private static final String PLANS = "plans";

  private Rendering() {}

  /** Ends with the end of a line. */
  static String of(List<Preview> previews, OutputOptions.Format format) {
    return switch (format) {
      case TEXT -> previews.stream().map(PreviewText::of).collect(Collectors.joining("\n"));
      case JSON -> Structured.json(Map.of(PLANS, previews));
      case YAML -> Structured.yaml(Map.of(PLANS, previews));
    };
  }
}
