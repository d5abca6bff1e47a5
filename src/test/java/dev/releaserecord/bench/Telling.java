package dev.releaserecord.bench;

import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.function.Consumer;

/** Hands on what a watch brings; one that ends is a fault of the benchmark. */
record Telling<T>(Consumer<T> listener) implements Watcher<T> {

  @Override
  public void eventReceived(Action action, T object) {
    listener.accept(object);
  }

  @Override
  public void onClose(WatcherException cause) {
    throw new IllegalStateException("a watch of the benchmark ended", cause);
  }
}
