package dev.releaserecord.plan.rotation;

import dev.releaserecord.api.RotationOutcome;
import dev.releaserecord.api.StartedWith;
import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.plan.release.Reactions;
import dev.releaserecord.plan.release.Reactions.Reaction;
import dev.releaserecord.plan.rotation.Content.Course;
import dev.releaserecord.plan.rotation.Content.Value;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.KeyId;
import dev.releaserecord.secret.fact.Stock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the pods of one workload were started with against what they would get now.
 *
 * <p>Of each object it is remembered what it held at the last look, and when that came; a pod has
 * it if nothing of it had started by then, or if its own template says that it was restarted for
 * these very values. What was there at the first look is taken for granted. An object that holds
 * again what it held before has not changed for pods that started before.
 */
public final class Comparison {

  /** Pods were started with several values: nothing that an object holds is that. */
  private static final String MIXED = "mixed";

  private final Dependent dependent;
  private final Reactions reactions;
  private final Stock stock;
  private final Instant at;
  private final Map<ObjectRef, Uses.Use> uses;
  private final SortedMap<ObjectRef, String> now = new TreeMap<>();
  private final Map<String, StartedWith> before;
  private final boolean adopted;
  private @Nullable String values;
  private boolean news;

  private Comparison(Dependent dependent, Reactions reactions, Stock stock, Instant at) {
    this.dependent = dependent;
    this.reactions = reactions;
    this.stock = stock;
    this.at = at;
    this.uses = Uses.of(dependent.workload().template().references());
    // What was made with another key cannot be compared: it is forgotten, and nothing restarts.
    WorkloadSecrets known = dependent.before();
    KeyId key = stock.key();
    this.adopted = known == null || key == null || !key.toString().equals(known.keyId());
    this.before =
        adopted
            ? Map.of()
            : Objects.requireNonNull(known).objects().stream()
                .collect(Collectors.toMap(StartedWith::object, Function.identity(), (a, _) -> a));
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
            Contents.of(dependent.namespace(), use, stock.lookup(object))
                .ifPresent(digest -> now.put(object, digest));
          }
        });
    KeyId key = stock.key();
    if (key == null || now.isEmpty()) {
      return new Standing(dependent.workload(), List.of(), dependent.before(), null, false);
    }
    SortedMap<ObjectRef, String> restarting = new TreeMap<>(now);
    restarting.keySet().removeIf(object -> !restarts(object));
    values = restarting.isEmpty() ? null : key + ":" + Contents.of(restarting);
    List<Content> contents =
        now.entrySet().stream().map(it -> content(it.getKey(), it.getValue())).toList();
    return new Standing(dependent.workload(), contents, past(key), values, news);
  }

  /** What cannot be seen just now is not forgotten: it may come back as it was. */
  private WorkloadSecrets past(KeyId key) {
    List<StartedWith> unseen =
        uses.keySet().stream()
            .filter(object -> !now.containsKey(object))
            .flatMap(object -> Optional.ofNullable(before.get(object.toString())).stream())
            .toList();
    WorkloadSecrets known = dependent.before();
    String revision =
        dependent.revision().isEmpty() && known != null
            ? known.templateRevision()
            : dependent.revision();
    return new WorkloadSecrets(
        key.toString(), null, revision, restartedBefore(), verifiedBefore(), unseen);
  }

  private @Nullable String restartedBefore() {
    WorkloadSecrets known = dependent.before();
    return adopted || known == null ? null : known.restartedFor();
  }

  /** A restart from before anybody looked has nothing left to prove. */
  private @Nullable String verifiedBefore() {
    WorkloadSecrets known = dependent.before();
    return adopted || known == null
        ? dependent.workload().template().notes().restartedFor()
        : known.verifiedFor();
  }

  private Content content(ObjectRef object, String digest) {
    StartedWith then = before.get(object.toString());
    if (then == null || !then.keys().equals(keys(object))) {
      return content(object, found(object, digest), null);
    }
    return then.hmac().equals(digest)
        ? content(
            object,
            new Value(keys(object), digest, then.writtenAt(), then.changedAt(), then.was()),
            then.outcome())
        : content(object, changed(object, digest, then), null);
  }

  /**
   * A template has come to refer to it, or to other keys of it. Who started with it while nobody
   * looked may have started with something else: what was written after that counts as a change.
   * One that could not be read until now is taken for granted as at the first look.
   */
  private Value found(ObjectRef object, String digest) {
    Instant written = written(object);
    WorkloadSecrets known = dependent.before();
    boolean sameTemplate =
        adopted || known == null || dependent.revision().equals(known.templateRevision());
    boolean later =
        !sameTemplate
            && written != null
            && dependent.newest().stream()
                .anyMatch(pod -> !startedAfter(pod, object, written.minusSeconds(1)));
    return later
        ? new Value(keys(object), digest, written, written, MIXED)
        : new Value(keys(object), digest, written, null, null);
  }

  private Value changed(ObjectRef object, String digest, StartedWith then) {
    news = true;
    Instant written = written(object);
    Instant since = then.changedAt();
    boolean startedSince =
        then.outcome() == RotationOutcome.Restarted
            || (since != null
                && dependent.standing().stream()
                    .anyMatch(pod -> Dependent.mayHaveStartedSince(pod, since)));
    if (digest.equals(then.was()) && !startedSince) {
      return new Value(keys(object), digest, written, null, null);
    }
    String was = then.was() == null ? then.hmac() : startedSince ? MIXED : then.was();
    // A key that somebody takes out who did not write it leaves no trace of when.
    boolean told = written != null && !written.equals(then.writtenAt());
    return new Value(
        keys(object), digest, written, told ? written : at.truncatedTo(ChronoUnit.SECONDS), was);
  }

  private Content content(ObjectRef object, Value value, @Nullable RotationOutcome outcome) {
    Set<String> stale =
        dependent.standing().stream()
            .filter(pod -> !has(pod, object, value.at(), outcome))
            .map(Pod::name)
            .collect(Collectors.toSet());
    Reaction reaction = reactions.to(object);
    boolean ours = outcome == null && value.at() != null && restarted(object);
    return new Content(
        new Content.Named(object, reactions.declares(object), reaction),
        // Where nobody runs with what it held before, that can be forgotten.
        stale.isEmpty()
            ? new Value(value.keys(), value.digest(), value.written(), value.at(), null)
            : value,
        stale,
        course(object, value.at(), stale, outcome),
        ours ? RotationOutcome.Restarted : outcome);
  }

  private Course course(
      ObjectRef object,
      @Nullable Instant since,
      Set<String> stale,
      @Nullable RotationOutcome outcome) {
    List<Pod> newest = dependent.newest();
    boolean renewed =
        !newest.isEmpty() && newest.stream().allMatch(pod -> has(pod, object, since, outcome));
    if (stale.isEmpty()) {
      return Course.Had;
    } else if (restarted(object) || renewed) {
      return Course.Coming;
    }
    String restartedFor = restartedBefore();
    boolean takenBack =
        outcome == RotationOutcome.Restarted
            && restartedFor != null
            && !restartedFor.equals(dependent.workload().template().notes().restartedFor());
    return takenBack ? Course.TakenBack : Course.Due;
  }

  /** Whether a pod was started with what an object has held since then. */
  private boolean has(
      Pod pod, ObjectRef object, @Nullable Instant since, @Nullable RotationOutcome outcome) {
    String annotation = pod.template().restartedFor();
    boolean forIt =
        restarts(object)
            && annotation != null
            // What else has changed since does not count against a pod that was made for this.
            && (annotation.equals(values)
                || (outcome != null && annotation.equals(restartedBefore())));
    return since == null || forIt || startedAfter(pod, object, since);
  }

  private boolean restarts(ObjectRef object) {
    return reactions.to(object) == Reaction.Restart;
  }

  private boolean startedAfter(Pod pod, ObjectRef object, Instant instant) {
    return Dependent.startedAfter(pod, instant, Objects.requireNonNull(uses.get(object)).mounted());
  }

  /** Whether the template says that its pods were restarted for the present values. */
  private boolean restarted(ObjectRef object) {
    return restarts(object)
        && values != null
        && values.equals(dependent.workload().template().notes().restartedFor());
  }

  private String keys(ObjectRef object) {
    return Contents.keys(Objects.requireNonNull(uses.get(object)));
  }

  /** What lies in the future is no time of a change: a clock is wrong. */
  private @Nullable Instant written(ObjectRef object) {
    return stock
        .facts(object)
        .flatMap(facts -> Optional.ofNullable(facts.written()))
        .filter(written -> !written.isAfter(at))
        .orElse(null);
  }
}
