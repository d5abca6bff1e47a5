package dev.releaserecord.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be stopped, newest first; once. A part that fails to stop does not keep the rest. */
final class StopSequence implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StopSequence.class);

  private record Part(String name, AutoCloseable stop) {}

  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean stopped;

  /** Adds a part that is to be stopped before all that were added earlier. */
  synchronized <T extends AutoCloseable> T add(String name, T part) {
    if (stopped) {
      stop(new Part(name, part));
    } else {
      parts.push(new Part(name, part));
    }
    return part;
  }

  @Override
  public synchronized void close() {
    stopped = true;
    while (!parts.isEmpty()) {
      stop(parts.pop());
    }
  }

  private static void stop(Part part) {
    try {
      part.stop().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("{} did not stop cleanly: {}", part.name(), e.toString());
    }
  }
}
