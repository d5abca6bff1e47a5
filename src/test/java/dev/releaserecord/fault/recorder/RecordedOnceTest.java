package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.keeping;
import static dev.releaserecord.fault.recorder.Stories.kept;

import org.junit.jupiter.api.Test;

/** Operators that write a verified set down once, and more often. */
class RecordedOnceTest {

  private static final String SETS = "controllerrevisions";

  private static Story one() {
    return new Story().object("releaserecords", keeping(1, "a", 10, "")).object(SETS, kept("a", 1));
  }

  @Test
  void oneForEachSetAndTheNumberOfThatWhichIsVerifiedAgain() {
    assertSilent(one().object(SETS, kept("b", 2)).object(SETS, kept("a", 3)));
  }

  @Test
  void aSecondObjectOfTheSameSet() {
    assertCaught(
        one().object(SETS, kept("a", 2).replace("core-a", "core-other")), RecordedOnce.NAME);
  }

  @Test
  void aSecondNumberOfTheNewest() {
    assertCaught(one().object(SETS, kept("a", 2)), RecordedOnce.NAME);
  }

  @Test
  void twoSetsOfOneNumber() {
    assertCaught(one().object(SETS, kept("b", 1)), RecordedOnce.NAME);
  }
}
