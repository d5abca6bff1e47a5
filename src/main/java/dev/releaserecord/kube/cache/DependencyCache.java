package dev.releaserecord.kube.cache;

import dev.releaserecord.plan.gate.DependencyView;
import dev.releaserecord.plan.gate.DependencyView.Unknown;
import dev.releaserecord.plan.release.DependencyKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one namespace that records depend on, of whatever kind: a watch for each, by a
 * field selector, as long as some record names it.
 */
final class DependencyCache {

  private static final Duration MOMENT = Duration.ofSeconds(2);

  /** A kind may be installed at any time; asking for it is one request. */
  private static final Executor IN_A_MINUTE =
      CompletableFuture.delayedExecutor(
          1, TimeUnit.MINUTES, task -> Thread.ofVirtual().name("kinds").start(task));

  private final KubernetesClient client;
  private final String namespace;
  private final Consumer<@Nullable String> turned;
  private final Executor later;
  private final Map<String, Set<DependencyKey>> interests = new ConcurrentHashMap<>();
  private final Map<DependencyKey, DependencyWatch> watching = new HashMap<>();
  private boolean stopped;

  /**
   * @param turned told of a record for which something changed
   */
  DependencyCache(KubernetesClient client, String namespace, Consumer<@Nullable String> turned) {
    this(client, namespace, turned, IN_A_MINUTE);
  }

  /**
   * @param later runs the next attempt to find a kind
   */
  DependencyCache(
      KubernetesClient client,
      String namespace,
      Consumer<@Nullable String> turned,
      Executor later) {
    this.client = client;
    this.namespace = namespace;
    this.turned = turned;
    this.later = later;
  }

  /**
   * What is known of all that a record depends on; from now on a change of it wakes the record.
   * Waits a moment for what is new: a pass that knows nothing of it would say so.
   */
  Map<DependencyKey, DependencyView> look(String record, List<DependencyKey> keys) {
    Set<DependencyKey> needed = Set.copyOf(keys);
    if (!needed.isEmpty()) {
      Set<DependencyKey> before = interests.put(record, needed);
      if (!needed.equals(before)) {
        prune();
      }
      begin(needed);
    } else if (interests.remove(record) != null) {
      prune();
    }
    return needed.stream().collect(Collectors.toMap(key -> key, this::view));
  }

  /** A record is gone. */
  void forget(String record) {
    if (interests.remove(record) != null) {
      prune();
    }
  }

  void stop() {
    List<DependencyWatch> ending;
    synchronized (this) {
      stopped = true;
      ending = List.copyOf(watching.values());
    }
    ending.forEach(it -> it.all().forEach(Watched::stop));
  }

  /** Ends what nobody needs any more. */
  private void prune() {
    List<DependencyWatch> ending = new ArrayList<>();
    synchronized (this) {
      Set<DependencyKey> wanted = wanted();
      watching.forEach(
          (key, it) -> {
            if (!wanted.contains(key)) {
              ending.add(it);
            }
          });
      watching.keySet().retainAll(wanted);
    }
    ending.forEach(it -> it.all().forEach(Watched::stop));
  }

  private Set<DependencyKey> wanted() {
    return interests.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  /** Watches what is not watched yet. To ask for a kind takes a request: not under the lock. */
  private void begin(Set<DependencyKey> needed) {
    List<DependencyKey> missing;
    synchronized (this) {
      missing = needed.stream().filter(key -> !watching.containsKey(key)).toList();
    }
    List<Watched<?, ?>> fresh = new ArrayList<>();
    for (DependencyKey key : missing) {
      DependencyWatch it = find(key);
      if (put(key, it, null)) {
        fresh.addAll(it.all());
      }
    }
    awaitFirstAnswers(fresh);
  }

  /** Whether it was taken: somebody may have been faster, and nobody may want it any more. */
  private synchronized boolean put(
      DependencyKey key, DependencyWatch it, @Nullable DependencyWatch instead) {
    if (stopped || watching.get(key) != instead || !wanted().contains(key)) {
      return false;
    }
    watching.put(key, it);
    it.all().forEach(Watched::start);
    if (it.trouble() != null) {
      later.execute(() -> askAgain(key, it));
    }
    return true;
  }

  private static void awaitFirstAnswers(List<Watched<?, ?>> fresh) {
    long until = System.nanoTime() + MOMENT.toNanos();
    for (Watched<?, ?> one : fresh) {
      one.awaitFirstAnswer(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }
  }

  private DependencyWatch find(DependencyKey key) {
    return DependencyWatch.find(client, namespace, key, () -> wake(key));
  }

  private void askAgain(DependencyKey key, DependencyWatch before) {
    synchronized (this) {
      if (stopped || watching.get(key) != before) {
        return;
      }
    }
    DependencyWatch now = find(key);
    if (put(key, now, before)) {
      awaitFirstAnswers(now.all());
      wake(key);
    }
  }

  private void wake(DependencyKey key) {
    interests.forEach(
        (record, keys) -> {
          if (keys.contains(key)) {
            turned.accept(record);
          }
        });
  }

  private DependencyView view(DependencyKey key) {
    DependencyWatch it;
    synchronized (this) {
      it = watching.get(key);
    }
    return it == null ? new Unknown("it has not been looked for yet", false) : it.view(namespace);
  }
}
