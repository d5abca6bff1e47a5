package dev.releaserecord.fault;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DynamicTest;

/** Runs that go on at the same time: what they do most is wait. */
final class Runs implements AutoCloseable {

  private final ExecutorService threads;

  Runs(int atOnce) {
    this.threads =
        Executors.newFixedThreadPool(
            atOnce, Thread.ofPlatform().name("run-", 0).daemon().factory());
  }

  <T> Future<T> begin(Callable<T> run) {
    return threads.submit(run);
  }

  /** Begins a run, whose outcome is that of the test. */
  DynamicTest test(String name, Runnable run) {
    Future<?> begun = threads.submit(run);
    return DynamicTest.dynamicTest(name, () -> await(begun));
  }

  static <T> T await(Future<T> run) {
    try {
      return run.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
