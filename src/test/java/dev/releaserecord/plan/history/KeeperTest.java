package dev.releaserecord.plan.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.RecordedSet;
import dev.releaserecord.plan.history.HistoryAct.Drop;
import dev.releaserecord.plan.history.HistoryAct.Put;
import dev.releaserecord.plan.history.HistoryAct.Renew;
import dev.releaserecord.plan.history.VerifiedSet.Identity;
import dev.releaserecord.plan.history.VerifiedSet.Keeping;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeeperTest {

  private static String set(int number) {
    return "sha256:" + "%020x".formatted(number) + "0".repeat(44);
  }

  private static VerifiedSet kept(int number, long revision) {
    return kept(number, revision, "uid");
  }

  private static VerifiedSet kept(int number, long revision, @Nullable String owner) {
    String name = Keeper.name("core", set(number));
    return new VerifiedSet(
        new Keeping(name, "core", new Identity("u" + number, "1"), owner, revision),
        set(number),
        null,
        null,
        null,
        List.of());
  }

  private static History history(VerifiedSet... sets) {
    return new History(true, List.of(sets));
  }

  private static RecordedSet verified(int number) {
    return new RecordedSet(set(number), null, null, null, null, List.of(), List.of());
  }

  private static List<HistoryAct> acts(
      History history, @Nullable RecordedSet verified, int limit, String... running) {
    return Keeper.acts(new Keeper.Wanted("core", history, verified, Set.of(running), limit));
  }

  @Test
  void aNewSetGetsTheNextNumberAndANameThatNobodyElseWouldChoose() {
    assertThat(acts(history(kept(1, 7)), verified(2), 10))
        .containsExactly(new Put("core-" + "0".repeat(19) + "2", 8, verified(2)));
    assertThat(acts(History.EMPTY, verified(1), 10)).hasSize(1);
  }

  @Test
  void theNewestIsNotWrittenAgain() {
    assertThat(acts(history(kept(1, 1), kept(2, 2)), verified(2), 10)).isEmpty();
  }

  @Test
  void anOlderOneThatIsVerifiedAgainBecomesTheNewest() {
    assertThat(acts(history(kept(1, 1), kept(2, 2)), verified(1), 10))
        .containsExactly(new Renew(kept(1, 1), 3));
  }

  @Test
  void whatCannotBeReadIsNotWritten() {
    assertThat(acts(History.UNREAD, verified(1), 10)).isEmpty();
  }

  @Test
  void onesWithoutAnOwnerAreTakenInBeforeTheyAreCounted() {
    VerifiedSet orphan = kept(1, 1, null);
    assertThat(acts(history(orphan, kept(2, 2)), null, 1))
        .containsExactly(new HistoryAct.Adopt(orphan));
  }

  @Test
  void theOldestGoFirstButNeverTheNewestNorTheOneThatRuns() {
    History three = history(kept(1, 1), kept(2, 2), kept(3, 3));
    assertThat(acts(three, null, 2)).containsExactly(new Drop(kept(1, 1)));
    assertThat(acts(three, null, 1, set(1))).containsExactly(new Drop(kept(2, 2)));
    assertThat(acts(three, verified(1), 1))
        .containsExactly(new Renew(kept(1, 1), 4), new Drop(kept(2, 2)));
  }

  /** Whatever is verified in whatever order, and however many of the acts fail. */
  @Test
  void noSetIsLostAndNoneIsThereTwice() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      History history = History.EMPTY;
      int running = 1;
      int limit = 1 + random.nextInt(4);
      for (int step = 0; step < 60; step++) {
        running = random.nextInt(4) == 0 ? 1 + random.nextInt(8) : running;
        String set = set(running);
        List<VerifiedSet> sets = new ArrayList<>(history.sets());
        for (HistoryAct act : acts(history, verified(running), limit, set)) {
          if (random.nextInt(3) > 0) {
            apply(act, sets);
          }
        }
        String newest = history.newest().map(VerifiedSet::digestSet).orElse(null);
        boolean ran = history.find(set).isPresent();
        history = new History(true, sets);
        assertThat(sets).extracting(it -> it.keeping().name()).doesNotHaveDuplicates();
        assertThat(sets).extracting(VerifiedSet::revision).doesNotHaveDuplicates();
        assertThat(newest == null || history.find(newest).isPresent())
            .as("the newest, seed " + seed)
            .isTrue();
        assertThat(history.find(set).isPresent()).isIn(ran, true);
      }
      for (int quiet = 0; quiet < 3; quiet++) {
        List<VerifiedSet> sets = new ArrayList<>(history.sets());
        acts(history, verified(running), limit, set(running)).forEach(it -> apply(it, sets));
        history = new History(true, sets);
      }
      assertThat(acts(history, verified(running), limit, set(running))).isEmpty();
      assertThat(history.newest()).map(VerifiedSet::digestSet).contains(set(running));
      assertThat(history.sets()).hasSizeLessThanOrEqualTo(limit);
    }
  }

  private static void apply(HistoryAct act, List<VerifiedSet> sets) {
    sets.removeIf(it -> !(act instanceof Put) && it.keeping().name().equals(act.name()));
    Stream.of(act)
        .flatMap(
            it ->
                switch (it) {
                  case Put(String name, long revision, RecordedSet set) ->
                      Stream.of(
                          new VerifiedSet(
                              new Keeping(name, "core", new Identity(name, "1"), "uid", revision),
                              set.digestSet(),
                              null,
                              null,
                              null,
                              List.of()));
                  case Renew(VerifiedSet set, long revision) ->
                      Stream.of(set.renewed(revision, "2"));
                  case HistoryAct.Adopt(VerifiedSet set) -> Stream.of(set.owned("uid", "2"));
                  case Drop _ -> Stream.<VerifiedSet>empty();
                })
        .forEach(sets::add);
  }

  @Test
  void aNameFitsWithTheLongestRecord() {
    String record = IntStream.range(0, 63).mapToObj(_ -> "r").reduce("", String::concat);
    assertThat(Keeper.name(record, set(1))).hasSize(84);
  }
}
