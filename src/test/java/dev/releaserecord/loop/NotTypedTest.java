package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.Pages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A command of a page is typed by a test, or the table says why not; and it says no more. */
class NotTypedTest {

  @Test
  void everyPageIsTypedOrSaysWhyNot() throws IOException {
    Set<Path> open = new TreeSet<>();
    List<NotTyped> idle = new ArrayList<>(NotTyped.TABLE);
    for (Path page : Pages.all()) {
      for (PageCommand command : PageCommand.of(page)) {
        idle.removeIf(entry -> entry.covers(page, command.text()));
        if (NotTyped.reason(page, command.text()).isEmpty()) {
          open.add(page);
        }
      }
    }
    assertThat(idle).as("not needed any more").isEmpty();
    open.removeIf(page -> page.startsWith("docs/runbooks"));
    assertThat(open)
        .as("pages with commands, and the stories of DocumentedCommandsIT")
        .containsExactlyInAnyOrderElementsOf(new TreeSet<>(DocumentedCommandsIT.STORIES));
  }
}
