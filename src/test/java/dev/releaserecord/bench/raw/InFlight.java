package dev.releaserecord.bench.raw;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/** Runs many requests with at most 16 under way, as the operator does. */
public final class InFlight implements AutoCloseable {

  private static final int PLACES = 16;

  private final Semaphore places = new Semaphore(PLACES, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Hands every number to the action and returns when all are done.
   *
   * @throws IllegalStateException if one of them failed
   */
  public void forEach(int from, int to, IntConsumer action) throws InterruptedException {
    List<Future<?>> all = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      int number = i;
      all.add(threads.submit(() -> bounded(number, action)));
    }
    for (Future<?> one : all) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a request of the benchmark failed", e.getCause());
      }
    }
  }

  private void bounded(int number, IntConsumer action) {
    places.acquireUninterruptibly();
    try {
      action.accept(number);
    } finally {
      places.release();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
