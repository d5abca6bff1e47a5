package dev.releaserecord.app.status;

import static dev.releaserecord.app.status.Standings.DONE;
import static dev.releaserecord.app.status.Standings.STUCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.app.record.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table that fits, however small the terminal. */
class LiveTableTest {

  private static final Terminal.Size USUAL = new Terminal.Size(24, 80);

  private static List<String> plain(String record, Terminal.Size size) {
    return LiveTable.of(Standings.of(record), null, size, Look.PLAIN);
  }

  @Test
  void everyServiceHasARow() {
    assertThat(plain(STUCK, USUAL))
        .containsExactly(
            "core: Stuck, 1/2 verified; users: image not found",
            "",
            "SERVICE  VERSION  PHASE     READY  SINCE      WHY",
            "users    1.4.0    Stuck     0/2    22:06:10Z  ImageNotFound: push it",
            "mail              Verified  1/1    21:00:00Z");
  }

  @Test
  void nothingRunsOutOfIt() {
    for (int columns = 1; columns < 90; columns++) {
      int most = columns;
      assertThat(plain(STUCK, new Terminal.Size(24, columns)))
          .as("%d columns", columns)
          .allMatch(line -> line.length() <= most);
    }
    assertThat(plain(STUCK, new Terminal.Size(24, 40)).get(3))
        .isEqualTo("users    1.4.0    Stuck     0/2    22:06");
  }

  @Test
  void whatIsWellIsLeftOutFirst() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      many.append("  - {name: s%02d, phase: Verified}\n".formatted(i));
    }
    String record = STUCK.replace("  - {name: users", many + "  - {name: users");
    List<String> lines = plain(record, new Terminal.Size(10, 80));
    assertThat(lines).hasSize(9);
    assertThat(lines.get(3)).startsWith("users ");
    assertThat(lines.getLast()).isEqualTo("37 more; 41 of 42 are Verified");
    for (int rows = 6; rows < 60; rows++) {
      int most = rows;
      assertThat(plain(record, new Terminal.Size(rows, 80)))
          .satisfies(all -> assertThat(all.size()).isLessThan(most));
    }
  }

  @Test
  void coloursTakeNoRoom() {
    Standing standing = Standings.of(STUCK);
    List<String> coloured = LiveTable.of(standing, "it is away", USUAL, new Look(true, true));
    assertThat(coloured)
        .contains(
            "users    1.4.0    \u001b[31mStuck     \u001b[0m0/2    22:06:10Z  ImageNotFound: push"
                + " it",
            "\u001b[31mit is away\u001b[0m");
    assertThat(coloured.stream().map(it -> it.replaceAll("\u001b\\[[0-9]*m", "").stripTrailing()))
        .startsWith(plain(STUCK, USUAL).toArray(String[]::new));
    assertThat(LiveTable.of(Standings.of(DONE), null, USUAL, new Look(true, true)).getFirst())
        .startsWith("\u001b[32mcore: Verified");
  }
}
