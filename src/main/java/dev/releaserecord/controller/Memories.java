package dev.releaserecord.controller;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.plan.Planner;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The last pass over each record, so that the next one judges only what changed. It can be done
 * without: where the heap gets tight, or a record has not been looked at for a while, the collector
 * takes it.
 */
final class Memories {

  private final Map<String, SoftReference<Planner.Memory>> last = new ConcurrentHashMap<>();

  Planner.@Nullable Memory of(ReleaseRecord record) {
    SoftReference<Planner.Memory> memory = last.get(record.getMetadata().getUid());
    return memory == null ? null : memory.get();
  }

  void put(ReleaseRecord record, Planner.Memory memory) {
    last.put(record.getMetadata().getUid(), new SoftReference<>(memory));
  }

  /** Forgets a record that is gone. */
  void forget(String uid) {
    last.remove(uid);
  }
}
