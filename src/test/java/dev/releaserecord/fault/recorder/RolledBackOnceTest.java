package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.keeping;
import static dev.releaserecord.fault.recorder.Stories.kept;

import org.junit.jupiter.api.Test;

/** Operators that go back once, and that go on going. */
class RolledBackOnceTest {

  private static final String RECORDS = "releaserecords";

  private static String rollback(String from, String to, String at) {
    return "rollback: {from: 'sha256:%s', to: 'sha256:%s', at: '%s'}".formatted(from, to, at);
  }

  private static Story back() {
    return new Story()
        .object("controllerrevisions", kept("a", 1))
        .object(RECORDS, keeping(2, "b", 10, ""))
        .object(RECORDS, keeping(2, "b", 10, rollback("bb", "aa", "8:00")));
  }

  @Test
  void itStandsUntilSomethingElseIsDeclared() {
    assertSilent(
        back()
            .object(RECORDS, keeping(2, "b", 10, rollback("bb", "aa", "8:00")))
            .object(
                RECORDS,
                keeping(3, "c", 10, rollback("bb", "aa", "8:00"))
                    .replace("observedGeneration: 3", "observedGeneration: 2"))
            .object(RECORDS, keeping(3, "c", 10, "")));
  }

  @Test
  void itIsForgotten() {
    assertCaught(back().object(RECORDS, keeping(2, "b", 10, "")), RolledBackOnce.NAME);
  }

  @Test
  void itIsMadeAgain() {
    assertCaught(
        back().object(RECORDS, keeping(2, "b", 10, rollback("bb", "aa", "9:00"))),
        RolledBackOnce.NAME);
  }

  @Test
  void whatWasGoneBackToGivesWay() {
    assertCaught(
        back()
            .object("controllerrevisions", kept("c", 2))
            .object(RECORDS, keeping(3, "a", 10, rollback("aa", "cc", "9:00"))),
        RolledBackOnce.NAME);
  }

  @Test
  void itGoesToWhatWasNeverRecorded() {
    assertCaught(
        new Story().object(RECORDS, keeping(2, "b", 10, rollback("bb", "aa", "8:00"))),
        RolledBackOnce.NAME);
  }
}
