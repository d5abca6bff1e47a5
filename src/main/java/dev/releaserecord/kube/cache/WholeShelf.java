package dev.releaserecord.kube.cache;

import static dev.releaserecord.kube.cache.ProjectionStore.blank;

import dev.releaserecord.kube.cache.ProjectionStore.Change;
import dev.releaserecord.kube.cache.ProjectionStore.Shape;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One watch of all; of those that nobody needs only the names are kept. */
final class WholeShelf<T extends HasMetadata> implements Shelf {

  private final String plural;
  private final Access<T> access;
  private final Watched<T, Held> watched;

  /**
   * How objects of the kind are come by.
   *
   * @param empty one without anything in it
   * @param get the object of that name as it is now; null where there is none
   */
  record Access<T extends HasMetadata>(
      Informable<T> source,
      Supplier<T> empty,
      Function<String, @Nullable T> get,
      Function<T, Held> read) {}

  /**
   * @param needed whether somebody needs the one of that name
   */
  WholeShelf(
      Dispensable blind,
      Access<T> access,
      Predicate<String> needed,
      Consumer<Change<Held>> changed) {
    this.plural = blind.right();
    this.access = access;
    this.watched =
        new Watched<>(
            plural,
            access.source,
            new ProjectionStore<>(
                new Shape<>(
                    object ->
                        needed.test(object.getMetadata().getName())
                            ? Optional.of(access.read.apply(object))
                            : Optional.empty(),
                    Held::name,
                    blank(access.empty),
                    Held::same),
                changed),
            blind);
  }

  @Override
  public String plural() {
    return plural;
  }

  @Override
  public void want(Set<String> names) {
    // All are watched.
  }

  @Override
  public void start() {
    watched.start();
  }

  @Override
  public List<Watched<?, ?>> all() {
    return List.of(watched);
  }

  @Override
  public Optional<Watched<?, ?>> watching(String name) {
    return Optional.of(watched);
  }

  /** One that nobody needed until now is read anew: of its values nothing was kept. */
  @Override
  public @Nullable Held find(String name) {
    ProjectionStore<T, Held> store = watched.store();
    Optional<Held> known = store.find(name);
    if (known.isPresent() || !store.holds(name)) {
      return known.orElse(null);
    }
    T object = access.get.apply(name);
    if (object == null) {
      return null;
    }
    Held held = access.read.apply(object);
    ObjectMeta meta = object.getMetadata();
    store.learned(name, held, meta.getUid(), meta.getResourceVersion());
    return held;
  }
}
