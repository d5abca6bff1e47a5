package dev.releaserecord.plan.rotation;

import dev.releaserecord.api.StartedWith;
import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How what the pods of a workload were started with stands to what there is now.
 *
 * @param contents of all objects that it takes something of and that can be seen
 * @param past what was remembered of it, of objects only those that cannot be seen now; null for
 *     nothing
 * @param values keyed digest of all that it takes from objects whose change restarts it, with the
 *     id of the key; null where nothing would restart it
 * @param news whether something was seen to have changed that the status does not know of yet
 */
public record Standing(
    Workload workload,
    List<Content> contents,
    @Nullable WorkloadSecrets past,
    @Nullable String values,
    boolean news) {

  public Standing {
    contents = List.copyOf(contents);
  }

  /** What its pods do not have yet. */
  public List<Content> changes() {
    return contents.stream().filter(content -> !content.stale().isEmpty()).toList();
  }

  /** What its pods would have to be restarted for. */
  public List<Content> due() {
    return contents.stream().filter(it -> it.restarts() && it.due()).toList();
  }

  /**
   * Why a restart would not replace its pods; empty where it would.
   *
   * @param cleared whether pods are replaced by us that nobody else replaces
   */
  public Optional<String> immovable(boolean cleared) {
    Strategy strategy = workload.strategy();
    String key = workload.key().toString();
    if (strategy.stopped()) {
      return Optional.of(
          key + " is paused: kubectl rollout resume " + key.toLowerCase(Locale.ROOT));
    } else if (strategy.partition() > 0) {
      return Optional.of(
          "the partition of " + key + " keeps pods as they are: set it to 0, or delete them");
    }
    return strategy.onDelete() && !cleared
        ? Optional.of(
            "pods of "
                + key
                + " stay until they are deleted (OnDelete), and `clearing: Report` leaves that to"
                + " you: delete one after the other")
        : Optional.empty();
  }

  /** Whether its template says that its pods were restarted for the present values. */
  private boolean restarted() {
    return values != null && values.equals(workload.template().notes().restartedFor());
  }

  /** Whether we restarted it, for whatever, and the status does not know of it yet. */
  public boolean freshlyRestarted() {
    String annotation = workload.template().notes().restartedFor();
    return annotation != null
        && past != null
        && !annotation.equals(past.restartedFor())
        && !annotation.equals(past.verifiedFor());
  }

  /** Whether a restart of ours was the last that it saw, and nobody has seen it well since. */
  boolean unproven() {
    String annotation = workload.template().notes().restartedFor();
    return contents.stream().anyMatch(Content::restarted)
        || (annotation != null && past != null && !annotation.equals(past.verifiedFor()));
  }

  /** Whether all that it still takes to prove something is time. */
  public boolean unsettled() {
    return unproven() || contents.stream().anyMatch(it -> it.well() != it && !it.verified());
  }

  /** Whether its pods have all that there is, and nothing is to be shown with it. */
  public boolean calm() {
    for (Content content : contents) {
      if (!content.calm()) {
        return false;
      }
    }
    return past == null
        || Objects.equals(workload.template().notes().restartedFor(), past.verifiedFor());
  }

  /** What it takes of an object whose change restarts it. */
  Stream<Content> of(ObjectRef object) {
    return contents.stream().filter(it -> it.restarts() && it.object().equals(object));
  }

  /**
   * All its pods have long been well with what they have.
   *
   * @param whole whether all of the service have what an object holds
   */
  Standing well(Predicate<ObjectRef> whole) {
    return new Standing(
        workload,
        contents.stream().map(it -> whole.test(it.object()) ? it.well() : it).toList(),
        past == null
            ? null
            : new WorkloadSecrets(
                past.keyId(),
                past.hmac(),
                past.templateRevision(),
                past.restartedFor(),
                workload.template().notes().restartedFor(),
                past.objects()),
        values,
        news);
  }

  /** What is to be remembered of it; null for nothing. */
  public @Nullable WorkloadSecrets started() {
    if (past == null || contents.isEmpty()) {
      return past;
    }
    boolean open = restarted() && contents.stream().anyMatch(Content::restarted);
    SortedMap<ObjectRef, String> restarting = new TreeMap<>();
    contents.stream()
        .filter(Content::restarts)
        .forEach(it -> restarting.put(it.object(), it.started()));
    List<StartedWith> objects =
        Stream.concat(contents.stream().map(Content::remembered), past.objects().stream())
            .sorted(Comparator.comparing(StartedWith::object))
            .toList();
    return new WorkloadSecrets(
        past.keyId(),
        restarting.isEmpty() ? null : Contents.of(restarting),
        past.templateRevision(),
        open ? values : past.restartedFor(),
        past.verifiedFor(),
        objects);
  }
}
