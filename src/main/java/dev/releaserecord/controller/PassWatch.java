package dev.releaserecord.controller;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Notices passes that hang: liveness means that work progresses, not that a socket is open. */
final class PassWatch {

  /** Far beyond the client's own timeouts: a pass that takes longer will not end by itself. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final LongSupplier nanoTime;
  private final Map<Object, Long> running = new ConcurrentHashMap<>();

  PassWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A pass under way; close it when it ends, well or not. */
  interface Pass extends AutoCloseable {
    @Override
    void close();
  }

  Pass begin() {
    Object key = new Object();
    running.put(key, nanoTime.getAsLong());
    return () -> running.remove(key);
  }

  boolean progressing() {
    long now = nanoTime.getAsLong();
    return running.values().stream().allMatch(start -> now - start < LIMIT.toNanos());
  }
}
