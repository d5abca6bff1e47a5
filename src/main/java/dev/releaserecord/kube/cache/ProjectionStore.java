package dev.releaserecord.kube.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The store of one informer in one namespace. It keeps a projection of each object and hands the
 * informer a small stand-in with the metadata alone, built on read; a stand-in is never written to
 * the cluster.
 *
 * @param <T> the resource
 * @param <P> its projection
 */
final class ProjectionStore<T extends HasMetadata, P> implements ItemStore<T> {

  /**
   * How a resource becomes a projection.
   *
   * @param project empty where the object does not concern us
   * @param group by which projections are looked up
   * @param blank a stand-in with this metadata alone
   * @param same whether a newer projection tells nothing new
   */
  record Shape<T, P>(
      Function<T, Optional<P>> project,
      Function<P, Object> group,
      Function<ObjectMeta, T> blank,
      BiPredicate<P, P> same) {

    Shape(
        Function<T, Optional<P>> project,
        Function<P, Object> group,
        Function<ObjectMeta, T> blank) {
      this(project, group, blank, Objects::equals);
    }
  }

  /**
   * @param projection null where the object does not concern us; its key still counts
   * @param ours whether it is a write of ours that the watch has not brought yet
   */
  private record Entry<P>(
      @Nullable P projection, String uid, String resourceVersion, boolean ours) {}

  private final Shape<T, P> shape;
  private final Consumer<Change<P>> listener;
  private final Map<String, Entry<P>> entries = new ConcurrentHashMap<>();
  private final Map<Object, List<P>> groups = new ConcurrentHashMap<>();

  /** What became of an object; at least one side is there. */
  record Change<P>(@Nullable P before, @Nullable P after) {

    /** Its newer side. */
    P either() {
      return Objects.requireNonNull(after == null ? before : after);
    }
  }

  /**
   * @param listener told of what changed, on the informer's thread
   */
  ProjectionStore(Shape<T, P> shape, Consumer<Change<P>> listener) {
    this.shape = shape;
    this.listener = listener;
  }

  /** A maker of stand-ins. */
  static <T extends HasMetadata> Function<ObjectMeta, T> blank(Supplier<T> empty) {
    return meta -> {
      T object = empty.get();
      object.setMetadata(meta);
      return object;
    };
  }

  /** The projection of the object of that name, if it concerns us. */
  Optional<P> find(String name) {
    Entry<P> entry = entries.get(name);
    return entry == null ? Optional.empty() : Optional.ofNullable(entry.projection);
  }

  /** Whether there is an object of that name, whomever it concerns. */
  boolean holds(String name) {
    return entries.containsKey(name);
  }

  /** All projections, in no order. */
  Stream<P> all() {
    return entries.values().stream().flatMap(entry -> Stream.ofNullable(entry.projection));
  }

  /** The projections of one group, such as the pods of a workload. */
  List<P> group(Object key) {
    return groups.getOrDefault(key, List.of());
  }

  /** Puts in what a write of ours made, until the watch brings the same or a newer state. */
  synchronized void written(String name, P projection, String uid, String resourceVersion) {
    Entry<P> before = entries.get(name);
    if (before == null
        || !before.uid.equals(uid)
        || !newer(resourceVersion, before.resourceVersion)) {
      return;
    }
    entries.put(name, new Entry<>(projection, uid, resourceVersion, true));
    regroup(before.projection, projection);
  }

  /** Puts in what a create of ours made, unless the watch was faster. */
  synchronized void created(String name, P projection, String uid, String resourceVersion) {
    if (!entries.containsKey(name)) {
      entries.put(name, new Entry<>(projection, uid, resourceVersion, true));
      regroup(null, projection);
    }
  }

  /** Puts in what was read of an object that concerned nobody before, unless it is out of date. */
  synchronized void learned(String name, P projection, String uid, String resourceVersion) {
    Entry<P> before = entries.get(name);
    if (before != null
        && before.uid.equals(uid)
        && !newer(before.resourceVersion, resourceVersion)) {
      entries.put(name, new Entry<>(projection, uid, resourceVersion, true));
      regroup(before.projection, projection);
    }
  }

  @Override
  public String getKey(T object) {
    return object.getMetadata().getName();
  }

  @Override
  public @Nullable T put(String key, T object) {
    ObjectMeta meta = object.getMetadata();
    P projection = shape.project().apply(object).orElse(null);
    Entry<P> after = new Entry<>(projection, meta.getUid(), meta.getResourceVersion(), false);
    Entry<P> before = replace(key, after);
    if (before == null || !before.ours || !newer(before.resourceVersion, after.resourceVersion)) {
      tell(before == null ? null : before.projection, projection);
    }
    return standIn(key, before);
  }

  /**
   * Entry and group change together: a write of ours comes from another thread than the watch, and
   * a projection left behind in a group would be believed for ever.
   */
  private synchronized @Nullable Entry<P> replace(String key, Entry<P> after) {
    Entry<P> before = entries.get(key);
    if (before != null && before.ours && newer(before.resourceVersion, after.resourceVersion)) {
      return before;
    }
    entries.put(key, after);
    regroup(before == null ? null : before.projection, after.projection);
    return before;
  }

  @Override
  public @Nullable T remove(String key) {
    Entry<P> before = removeEntry(key);
    if (before != null) {
      tell(before.projection, null);
    }
    return standIn(key, before);
  }

  private synchronized @Nullable Entry<P> removeEntry(String key) {
    Entry<P> before = entries.remove(key);
    if (before != null) {
      regroup(before.projection, null);
    }
    return before;
  }

  private void tell(@Nullable P before, @Nullable P after) {
    boolean same =
        before == null ? after == null : after != null && shape.same().test(before, after);
    if (!same) {
      listener.accept(new Change<>(before, after));
    }
  }

  /** Lists are replaced, never changed: a reader keeps what it took, and need not copy it. */
  private void regroup(@Nullable P before, @Nullable P after) {
    if (before != null) {
      groups.computeIfPresent(
          shape.group().apply(before),
          (_, list) -> {
            List<P> rest = new ArrayList<>(list);
            rest.remove(before);
            return rest.isEmpty() ? null : List.copyOf(rest);
          });
    }
    if (after != null) {
      groups.merge(
          shape.group().apply(after),
          List.of(after),
          (list, added) -> {
            List<P> more = new ArrayList<>(list);
            more.addAll(added);
            return List.copyOf(more);
          });
    }
  }

  /** Kubernetes orders resource versions of one resource as numbers (KEP-5504). */
  private static boolean newer(String held, String offered) {
    return held.length() == offered.length()
        ? held.compareTo(offered) > 0
        : held.length() > offered.length();
  }

  private @Nullable T standIn(String key, @Nullable Entry<P> entry) {
    return entry == null
        ? null
        : shape
            .blank()
            .apply(
                new ObjectMetaBuilder()
                    .withName(key)
                    .withUid(entry.uid)
                    .withResourceVersion(entry.resourceVersion)
                    .withAnnotations(Map.of())
                    .build());
  }

  @Override
  public Stream<String> keySet() {
    return entries.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return entries.entrySet().stream()
        .map(entry -> Objects.requireNonNull(standIn(entry.getKey(), entry.getValue())));
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public @Nullable T get(String key) {
    return standIn(key, entries.get(key));
  }

  /** With false the informer would keep whole objects until the first list is complete. */
  @Override
  public boolean isFullState() {
    return true;
  }
}
