package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.keeping;
import static dev.releaserecord.fault.recorder.Stories.kept;
import static dev.releaserecord.fault.recorder.Stories.pin;

import org.junit.jupiter.api.Test;

/** Operators that drop what is too much of the history, and other things. */
class RecordedKeptTest {

  private static final String SETS = "controllerrevisions";
  private static final String RECORDS = "releaserecords";

  private static Story two(int limit, String enforced) {
    return new Story()
        .object(RECORDS, keeping(1, "b", limit, "enforcedSet: 'sha256:" + enforced + "'"))
        .object(SETS, kept("a", 1))
        .object(SETS, kept("b", 2));
  }

  @Test
  void theOldestWhereThereAreTooMany() {
    assertSilent(two(1, "bb").gone(SETS, kept("a", 1)));
  }

  @Test
  void allOfARecordThatIsGone() {
    assertSilent(
        two(10, "bb")
            .gone(RECORDS, keeping(1, "b", 10, ""))
            .gone(SETS, kept("a", 1))
            .gone(SETS, kept("b", 2)));
  }

  @Test
  void oneThatWasNotTooMuch() {
    assertCaught(two(2, "bb").gone(SETS, kept("a", 1)), RecordedKept.NAME);
  }

  @Test
  void theOneThatWasVerifiedLast() {
    assertCaught(two(1, "aa").gone(SETS, kept("b", 2)), RecordedKept.NAME);
  }

  @Test
  void theOneThatIsEnforced() {
    assertCaught(two(1, "aa").gone(SETS, kept("a", 1)), RecordedKept.NAME);
  }

  @Test
  void theOneThatRuns() {
    Story runs = pin(new Story().object(RECORDS, keeping(1, "a", 10, "")), "a").byUser();
    assertCaught(
        runs.object(RECORDS, keeping(2, "b", 1, "enforcedSet: 'sha256:bb'"))
            .object(SETS, kept("a", 1))
            .object(SETS, kept("b", 2))
            .gone(SETS, kept("a", 1)),
        RecordedKept.NAME);
  }
}
