package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.keeping;
import static dev.releaserecord.fault.recorder.Stories.kept;
import static dev.releaserecord.fault.recorder.Stories.pin;

import org.junit.jupiter.api.Test;

/** Operators that leave a set that was given up, and that bring it back. */
class GivenUpStaysOutTest {

  private static final String RECORDS = "releaserecords";
  private static final String ROLLBACK = "rollback: {from: 'sha256:bb', to: 'sha256:aa'}";

  /** The set {@code a} is recorded, and {@code b} is declared and pinned. */
  private static Story second(String status) {
    Story first = pin(new Story().object(RECORDS, keeping(1, "a", 10, "")), "a");
    Story declared =
        first.object("controllerrevisions", kept("a", 1)).object(RECORDS, keeping(2, "b", 10, ""));
    return pin(declared, "b").object(RECORDS, keeping(2, "b", 10, status));
  }

  private static String refusing() {
    return keeping(3, "b", 10, "").replace("historyLimit", "refuse: ['sha256:bb'], historyLimit");
  }

  private static String asking(String status) {
    return keeping(2, "b", 10, status)
        .replace(
            "generation: 2},\n",
            "generation: 2, annotations: {'releaserecord.dev/retry': '1'}},\n");
  }

  @Test
  void whatIsRolledBackStaysSo() {
    assertSilent(pin(second(ROLLBACK), "a"));
  }

  @Test
  void whatGaveWayIsPinnedAgain() {
    assertCaught(pin(pin(second(ROLLBACK), "a"), "b"), GivenUpStaysOut.NAME);
  }

  @Test
  void whatGaveWayIsTriedAgainByRequest() {
    assertSilent(
        pin(pin(second(ROLLBACK), "a").object(RECORDS, asking(ROLLBACK)), "b")
            .object(RECORDS, asking("lastHandledRetry: '1'")));
  }

  @Test
  void whatIsRefusedIsPinned() {
    assertCaught(
        pin(pin(second(""), "a").byUser().object(RECORDS, refusing()), "b"), GivenUpStaysOut.NAME);
  }

  @Test
  void whatSomebodyUndidIsPinnedAgain() {
    assertCaught(pin(pin(second(""), "a").byUser(), "b"), GivenUpStaysOut.NAME);
  }

  @Test
  void whatSomebodyUndidIsPinnedAgainByRequest() {
    assertSilent(pin(pin(second(""), "a").byUser().object(RECORDS, asking("")), "b"));
  }
}
