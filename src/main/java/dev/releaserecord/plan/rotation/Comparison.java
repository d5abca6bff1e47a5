package dev.releaserecord.plan.rotation;

import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.plan.release.Reactions;
import dev.releaserecord.plan.release.Reactions.Reaction;
import dev.releaserecord.plan.rotation.Standing.Restarts;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.KeyId;
import dev.releaserecord.secret.fact.Stock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the pods of one workload were started with against what they would get now.
 *
 * <p>Pods have the present values of an object if nothing of it that they take has changed since
 * the last look; if they were restarted by us for these very values; or if the newest template has
 * pods of its own, all created after the object was written. Times are those of the API server, to
 * the second: within the same second a pod counts as older, because a needless restart does less
 * harm than a forgotten one.
 */
public final class Comparison {

  private final Dependent dependent;
  private final Reactions reactions;
  private final Stock stock;
  private final Instant at;
  private final Map<ObjectRef, Uses.Use> uses;
  private final SortedMap<ObjectRef, String> now = new TreeMap<>();
  private final SortedMap<ObjectRef, String> started = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();

  private Comparison(Dependent dependent, Reactions reactions, Stock stock, Instant at) {
    this.dependent = dependent;
    this.reactions = reactions;
    this.stock = stock;
    this.at = at;
    this.uses = Uses.of(dependent.workload().template().references());
  }

  /**
   * @param at counts as the time of a change where nobody knows it
   */
  public static Standing of(Dependent dependent, Reactions reactions, Stock stock, Instant at) {
    return new Comparison(dependent, reactions, stock, at).standing();
  }

  private Standing standing() {
    uses.forEach(
        (object, use) -> {
          if (reactions.to(object) != Reaction.Ignore) {
            Contents.of(use, stock.lookup(object)).ifPresent(digest -> now.put(object, digest));
          }
        });
    KeyId key = stock.key();
    if (key == null || now.isEmpty()) {
      return new Standing(dependent.workload(), dependent.before(), List.of(), null);
    }
    SortedMap<ObjectRef, String> restarting = restarting(now);
    String values = restarting.isEmpty() ? null : key + ":" + Contents.of(restarting);
    boolean restarted =
        values != null && values.equals(dependent.workload().template().notes().restartedFor());
    compare(before(key), restarted);
    return new Standing(
        dependent.workload(),
        remembered(key),
        changes,
        values == null
            ? null
            : new Restarts(values, restarting.keySet(), surely(restarting.keySet(), restarted)));
  }

  /** What was made with another key cannot be compared: it is forgotten, and nothing restarts. */
  private Map<String, String> before(KeyId key) {
    WorkloadSecrets before = dependent.before();
    return before == null || !key.toString().equals(before.keyId()) ? Map.of() : before.objects();
  }

  private void compare(Map<String, String> before, boolean restarted) {
    now.forEach(
        (object, digest) -> {
          String then = before.get(object.toString());
          boolean same = then == null || then.equals(digest);
          if (same || (restarted && restarts(object)) || renewed(object)) {
            started.put(object, digest);
          } else {
            started.put(object, then);
            changes.add(change(object));
          }
        });
    // What cannot be seen just now is not forgotten: it may come back as it was.
    uses.keySet().stream()
        .filter(object -> !now.containsKey(object) && before.containsKey(object.toString()))
        .forEach(object -> started.put(object, before.get(object.toString())));
  }

  private Change change(ObjectRef object) {
    Instant written = written(object);
    long pods =
        dependent.standing().stream().filter(pod -> !pod.life().created().isAfter(written)).count();
    return new Change(
        object, reactions.declares(object), reactions.to(object), written, Math.toIntExact(pods));
  }

  /** Whether the newest template has pods of its own, and all of them are younger. */
  private boolean renewed(ObjectRef object) {
    if (dependent.revision().isEmpty()) {
      return false;
    }
    List<Pod> newest =
        dependent.standing().stream()
            .filter(pod -> pod.revision().equals(dependent.revision()))
            .toList();
    Instant written = written(object);
    return newest.size() >= dependent.workload().replicas().updated()
        && newest.stream().allMatch(pod -> pod.life().created().isAfter(written));
  }

  private Instant written(ObjectRef object) {
    return stock
        .facts(object)
        .flatMap(facts -> Optional.ofNullable(facts.written()))
        .orElseGet(() -> at.truncatedTo(ChronoUnit.SECONDS));
  }

  private Set<ObjectRef> surely(Set<ObjectRef> objects, boolean restarted) {
    Set<ObjectRef> surely = new HashSet<>();
    for (ObjectRef object : objects) {
      boolean changed = changes.stream().anyMatch(change -> change.object().equals(object));
      if (!changed && (restarted || renewed(object))) {
        surely.add(object);
      }
    }
    return surely;
  }

  /** For the moment after a change of the template nobody knows which one the pods will be of. */
  private @Nullable WorkloadSecrets remembered(KeyId key) {
    if (dependent.revision().isEmpty()) {
      return dependent.before();
    }
    Map<String, String> objects = new HashMap<>();
    started.forEach((object, digest) -> objects.put(object.toString(), digest));
    SortedMap<ObjectRef, String> restarting = restarting(started);
    return new WorkloadSecrets(
        key.toString(),
        restarting.isEmpty() ? null : Contents.of(restarting),
        dependent.revision(),
        objects);
  }

  private SortedMap<ObjectRef, String> restarting(SortedMap<ObjectRef, String> digests) {
    SortedMap<ObjectRef, String> restarting = new TreeMap<>(digests);
    restarting.keySet().removeIf(object -> !restarts(object));
    return restarting;
  }

  private boolean restarts(ObjectRef object) {
    return reactions.to(object) == Reaction.Restart;
  }
}
