package dev.releaserecord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.condition.ConditionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words that the page explains are those that a status can say, all of them. */
class ConceptsPageTest {

  private static final Path PAGE = Path.of("docs/concepts.md");

  /** What is explained in a row of a table. */
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| (`[^|]+) \\|");

  private static final Pattern WORD = Pattern.compile("`(\\w+)`");

  @Test
  void everyPhaseIsExplainedAndNoOther() throws IOException {
    assertThat(explained("Phases")).containsExactlyInAnyOrderElementsOf(names(Phase.values()));
  }

  @Test
  void everyConditionIsExplainedAndNoOther() throws IOException {
    assertThat(explained("Conditions"))
        .containsExactlyInAnyOrderElementsOf(names(ConditionType.values()));
  }

  private static List<String> names(Enum<?>[] values) {
    return Stream.of(values).map(Enum::name).toList();
  }

  private static List<String> explained(String title) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("\n## " + title + "\n");
    assertThat(begin).as(title).isNotNegative();
    return FIRST_CELL
        .matcher(page.substring(begin, page.indexOf("\n## ", begin + 1)))
        .results()
        .flatMap(row -> WORD.matcher(row.group(1)).results())
        .map((MatchResult word) -> word.group(1))
        .toList();
  }
}
