package dev.releaserecord.loop;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Every revision of some objects, as a watch of its own brought them: a watch skips none. */
final class Recorder<T extends HasMetadata> implements AutoCloseable {

  /**
   * One revision.
   *
   * @param number its resource version; those of one cluster are of one sequence
   * @param arrived by {@link System#nanoTime()}
   */
  record Revision<T>(T object, long number, long arrived) {}

  private final Map<String, List<Revision<T>>> revisions = new ConcurrentHashMap<>();
  private final Watch watch;
  private volatile @Nullable Exception failure;

  private Recorder(Watchable<T> source) {
    this.watch =
        source.watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, T object) {
                if (action == Action.ADDED || action == Action.MODIFIED) {
                  revisions
                      .computeIfAbsent(
                          object.getMetadata().getName(), _ -> new CopyOnWriteArrayList<>())
                      .add(
                          new Revision<>(
                              object,
                              Long.parseLong(object.getMetadata().getResourceVersion()),
                              System.nanoTime()));
                }
              }

              @Override
              public void onClose(WatcherException cause) {
                failure = cause;
              }
            });
  }

  static <T extends HasMetadata> Recorder<T> of(Watchable<T> source) {
    return new Recorder<>(source);
  }

  /** Those of all objects, each object's in their order. */
  List<Revision<T>> all() {
    return revisions.keySet().stream().flatMap(name -> of(name).stream()).toList();
  }

  /** The revisions of one object in their order, the one that was there at first included. */
  List<Revision<T>> of(String name) {
    if (failure != null) {
      throw new IllegalStateException("the watch of the recorder broke", failure);
    }
    return List.copyOf(revisions.getOrDefault(name, List.of()));
  }

  @Override
  public void close() {
    watch.close();
  }
}
