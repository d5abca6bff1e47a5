package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;

import org.junit.jupiter.api.Test;

/** Operators that run a check's Jobs one after the other, and at once. */
class JobsAloneTest {

  private static final String ENDED = "conditions: [{type: 'Complete', status: 'True'}]";

  private static String job(String name, String uid, String check, String status) {
    return """
    {metadata: {name: '%1$s', uid: '%2$s', resourceVersion: '@VERSION@',
       annotations: {'releaserecord.dev/check': 'users/%3$s/AfterRollout'},
       ownerReferences: [{kind: 'ReleaseRecord', uid: 'r'}]},
     status: {%4$s}}
    """
        .formatted(name, uid, check, status);
  }

  private static Story running() {
    return new Story().object("jobs", job("one", "1", "smoke", ""));
  }

  @Test
  void oneAfterTheOther() {
    assertSilent(
        running()
            .object("jobs", job("one", "1", "smoke", ENDED))
            .object("jobs", job("two", "2", "smoke", ""))
            .gone("jobs", job("two", "2", "smoke", ""))
            .object("jobs", job("three", "3", "smoke", "")));
  }

  @Test
  void twoOfOneCheckAtOnce() {
    assertCaught(running().object("jobs", job("two", "2", "smoke", "")), JobsAlone.NAME);
  }

  @Test
  void twoChecksAtOnce() {
    assertSilent(running().object("jobs", job("two", "2", "select-1", "")));
  }

  @Test
  void againWhatHadEnded() {
    assertCaught(
        running()
            .object("jobs", job("one", "1", "smoke", ENDED))
            .gone("jobs", job("one", "1", "smoke", ENDED))
            .object("jobs", job("one", "2", "smoke", "")),
        JobsAlone.NAME);
  }
}
