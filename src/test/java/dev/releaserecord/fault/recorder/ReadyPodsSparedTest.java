package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;

import org.junit.jupiter.api.Test;

/** Operators that delete and evict pods. */
class ReadyPodsSparedTest {

  private static final String AS_SEEN = "{preconditions: {uid: 'u', resourceVersion: '@VERSION@'}}";
  private static final String EVICTION = "{deleteOptions: {preconditions: {uid: 'u'}}}";

  private Story deleted(boolean ready, String body) {
    return new Story().database().pod(ready, false).sends(1, "DELETE", "pods", "db-0", "", body);
  }

  private Story evicted(boolean onDelete, String body) {
    return new Story()
        .database()
        .pod(true, onDelete)
        .sends(1, "POST", "pods", "db-0", "eviction", body);
  }

  @Test
  void aBrokenOneIsDeletedAsItWasSeen() {
    assertSilent(deleted(false, AS_SEEN));
  }

  @Test
  void aReadyOneIsDeleted() {
    assertCaught(deleted(true, AS_SEEN), ReadyPodsSpared.NAME);
  }

  @Test
  void deletedWhateverItIsNow() {
    assertCaught(deleted(false, "{preconditions: {uid: 'u'}}"), ReadyPodsSpared.NAME);
    assertCaught(deleted(false, "{}"), ReadyPodsSpared.NAME);
  }

  @Test
  void aReadyOneIsEvictedOnDelete() {
    assertSilent(evicted(true, EVICTION));
  }

  @Test
  void evictedWhereTheControllerDoesItItself() {
    assertCaught(evicted(false, EVICTION), ReadyPodsSpared.NAME);
  }

  @Test
  void evictedWithoutItsUid() {
    assertCaught(evicted(true, "{}"), ReadyPodsSpared.NAME);
  }
}
