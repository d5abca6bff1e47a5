package dev.releaserecord.kube.cache;

import static dev.releaserecord.kube.cache.ProjectionStore.blank;

import dev.releaserecord.kube.cache.ProjectionStore.Change;
import dev.releaserecord.kube.cache.ProjectionStore.Shape;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A watch for each object that somebody needs, by a field selector: RBAC lets those be listed and
 * watched whose names a Role gives ({@code resourceNames}).
 */
final class NamedShelf<T extends HasMetadata> implements Shelf {

  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final String plural;
  private final Function<String, Watched<T, Held>> watches;
  private final Map<String, Watched<T, Held>> watched = new HashMap<>();
  private boolean started;

  /**
   * How objects of the kind are come by.
   *
   * @param source of the one with that name alone
   * @param empty one without anything in it
   */
  record Access<T extends HasMetadata>(
      Function<String, Informable<T>> source, Supplier<T> empty, Function<T, Held> read) {}

  /**
   * @param blind for each of these objects: its right is theirs, with the name behind it
   */
  NamedShelf(Dispensable blind, Access<T> access, Consumer<Change<Held>> changed) {
    this.plural = blind.right();
    Shape<T, Held> shape =
        new Shape<>(
            object -> Optional.of(access.read.apply(object)),
            Held::name,
            blank(access.empty),
            Held::same);
    this.watches =
        name ->
            new Watched<>(
                plural + " " + name,
                access.source.apply(name),
                new ProjectionStore<>(shape, changed),
                new Dispensable(plural + " " + name, blind.without(), blind.turned()));
  }

  @Override
  public String plural() {
    return plural;
  }

  /** Waits a moment for what is new: a pass that knows nothing of it would say so. */
  @Override
  public void want(Set<String> names) {
    List<Watched<T, Held>> fresh = new ArrayList<>();
    synchronized (this) {
      watched.forEach(
          (name, one) -> {
            if (!names.contains(name)) {
              one.stop();
            }
          });
      watched.keySet().retainAll(names);
      for (String name : names) {
        if (!watched.containsKey(name)) {
          Watched<T, Held> one = watches.apply(name);
          watched.put(name, one);
          fresh.add(one);
        }
      }
      if (!started) {
        return;
      }
      fresh.forEach(Watched::start);
    }
    fresh.forEach(one -> one.awaitFirstAnswer(MOMENT));
  }

  @Override
  public synchronized void start() {
    started = true;
    watched.values().forEach(Watched::start);
  }

  @Override
  public synchronized List<Watched<?, ?>> all() {
    return List.copyOf(watched.values());
  }

  @Override
  public synchronized Optional<Watched<?, ?>> watching(String name) {
    return Optional.ofNullable(watched.get(name));
  }

  @Override
  public synchronized @Nullable Held find(String name) {
    Watched<T, Held> one = watched.get(name);
    return one == null ? null : one.store().find(name).orElse(null);
  }
}
