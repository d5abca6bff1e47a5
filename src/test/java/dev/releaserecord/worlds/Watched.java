package dev.releaserecord.worlds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one resource in the API server, what the watch has not told yet, and the
 * operator's cache of them. The cache keeps what the store of an informer keeps: what the watch
 * told, and over it what a write of ours made, until the watch has brought the same or a newer
 * state.
 *
 * <p>Objects are named; those with a kind before a slash have a watch of their own for each kind.
 */
record Watched<T>(Map<String, T> objects, List<Change<T>> pending, Map<String, Held<T>> held) {

  /**
   * @param copy null where the object was deleted
   */
  record Change<T>(String name, @Nullable Copy<T> copy) {
    String lane() {
      return name.substring(0, Math.max(0, name.indexOf('/')));
    }
  }

  /**
   * @param told by the watch; null where only a write of ours is known
   * @param ours what a write of ours left, where the watch has not told of it
   */
  record Held<T>(Copy<T> told, @Nullable Copy<T> ours) {
    Copy<T> view() {
      return ours == null ? told : ours;
    }
  }

  /**
   * What a watch told.
   *
   * @param news whether the operator sees something else now
   */
  record Told<T>(Watched<T> watched, boolean news) {}

  /** Objects that every cache knows. */
  static <T> Watched<T> of(Map<String, T> objects) {
    Map<String, Held<T>> held = new TreeMap<>();
    objects.forEach((name, value) -> held.put(name, new Held<>(Copy.fresh(value), null)));
    return new Watched<>(new TreeMap<>(objects), List.of(), held);
  }

  Watched<T> put(String name, T value) {
    Map<String, T> next = new TreeMap<>(objects);
    next.put(name, value);
    return changed(next, new Change<>(name, Copy.fresh(value)));
  }

  Watched<T> remove(String name) {
    Map<String, T> next = new TreeMap<>(objects);
    next.remove(name);
    return changed(next, new Change<>(name, null));
  }

  private Watched<T> changed(Map<String, T> next, Change<T> change) {
    List<Change<T>> queue = new ArrayList<>(pending.size() + 1);
    for (Change<T> old : pending) {
      boolean same = old.copy != null && old.name.equals(change.name);
      queue.add(same ? new Change<>(old.name, Objects.requireNonNull(old.copy).aged()) : old);
    }
    queue.add(change);
    Map<String, Held<T>> aged = new TreeMap<>(held);
    aged.computeIfPresent(
        change.name,
        (_, it) -> new Held<>(it.told.aged(), it.ours == null ? null : it.ours.aged()));
    return new Watched<>(next, List.copyOf(queue), aged);
  }

  /** The watches that have something to tell. */
  List<String> lanes() {
    return switch (pending.size()) {
      case 0 -> List.of();
      case 1 -> List.of(pending.getFirst().lane());
      default -> pending.stream().map(Change::lane).distinct().toList();
    };
  }

  /** The oldest change of one watch comes in. */
  Told<T> deliver(String lane) {
    List<Change<T>> rest = new ArrayList<>(pending);
    int index = 0;
    while (!rest.get(index).lane().equals(lane)) {
      index++;
    }
    Change<T> change = rest.remove(index);
    Map<String, Held<T>> next = new TreeMap<>(held);
    boolean news = take(next, change);
    return new Told<>(new Watched<>(objects, List.copyOf(rest), next), news);
  }

  private static <T> boolean take(Map<String, Held<T>> next, Change<T> change) {
    Copy<T> copy = change.copy;
    if (copy == null) {
      return next.remove(change.name) != null;
    }
    Held<T> before = next.get(change.name);
    if (before != null && before.ours != null && before.ours.behind() < copy.behind()) {
      next.put(change.name, new Held<>(copy, before.ours));
      return false;
    }
    next.put(change.name, new Held<>(copy, null));
    return before == null || !before.view().value().equals(copy.value());
  }

  /** A write of ours, just answered, goes into the cache ahead of the watch. */
  Watched<T> written(String name, Copy<T> copy) {
    Held<T> before = held.get(name);
    if (before == null || before.view().behind() <= copy.behind()) {
      return this;
    }
    Map<String, Held<T>> next = new TreeMap<>(held);
    next.put(name, new Held<>(before.told, copy));
    return new Watched<>(objects, pending, next);
  }

  /** A process that stood by knows as much as the watch has told. */
  Watched<T> withoutOurs() {
    if (held.values().stream().allMatch(it -> it.ours == null)) {
      return this;
    }
    Map<String, Held<T>> next = new TreeMap<>();
    held.forEach((name, it) -> next.put(name, new Held<>(it.told, null)));
    return new Watched<>(objects, pending, next);
  }

  /** What the operator sees. */
  Map<String, Copy<T>> views() {
    Map<String, Copy<T>> views = new TreeMap<>();
    held.forEach((name, it) -> views.put(name, it.view()));
    return views;
  }

  /** Whether anybody knows an object of that name still. */
  boolean known(String name) {
    return objects.containsKey(name)
        || held.containsKey(name)
        || pending.stream().anyMatch(change -> change.name.equals(name));
  }

  /** Every value that is kept anywhere. */
  Stream<T> values() {
    return Stream.of(
            objects.values().stream(),
            pending.stream()
                .flatMap(it -> it.copy == null ? Stream.empty() : Stream.of(it.copy.value())),
            held.values().stream()
                .flatMap(it -> Stream.concat(Stream.of(it.told), Stream.ofNullable(it.ours)))
                .map(Copy::value))
        .flatMap(it -> it);
  }

  /** All values, wherever they are kept, turned into others. */
  Watched<T> map(UnaryOperator<T> turn) {
    Map<String, T> turned = new TreeMap<>();
    objects.forEach((name, value) -> turned.put(name, turn.apply(value)));
    Map<String, Held<T>> caches = new TreeMap<>();
    held.forEach(
        (name, it) ->
            caches.put(
                name, new Held<>(map(it.told, turn), it.ours == null ? null : map(it.ours, turn))));
    List<Change<T>> queue =
        pending.stream()
            .map(it -> new Change<>(it.name, it.copy == null ? null : map(it.copy, turn)))
            .toList();
    return new Watched<>(turned, queue, caches);
  }

  static <T> Copy<T> map(Copy<T> copy, UnaryOperator<T> turn) {
    return new Copy<>(turn.apply(copy.value()), copy.behind());
  }
}
