package dev.releaserecord.kube.cache;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Secrets, or the ConfigMaps, of one namespace. */
sealed interface Shelf permits WholeShelf, NamedShelf {

  /** As the API names the kind. */
  String plural();

  /** From now on these are needed, and no others. */
  void want(Set<String> names);

  /** Begins to watch, what is wanted now and what will be. */
  void start();

  /** All that is watched now. */
  List<Watched<?, ?>> all();

  /** The informer that shows it; nothing where nobody wants it. */
  Optional<Watched<?, ?>> watching(String name);

  /**
   * One that is wanted, as far as it can be read; null if it does not exist.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if it had to be asked for, in
   *     vain
   */
  @Nullable Held find(String name);
}
