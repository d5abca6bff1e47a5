package dev.releaserecord.plan.drift;

import dev.releaserecord.api.Contention;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.rollout.Marks.GitOps;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Containers whose image the operator and somebody else write in turns, as the last status counts
 * them. The fifth flip within ten minutes, or the sixth within a day, is left as it is, and so is
 * all that follows, until the record changes, somebody asks to try again, or the container carries
 * what is declared. That the other side falls quiet ends nothing: it got what it wanted.
 */
public final class Contest {

  private static final int QUICK = 5;
  private static final Duration QUICK_TIME = Duration.ofMinutes(10);
  private static final int SLOW = 6;
  private static final Duration SLOW_TIME = Duration.ofHours(24);

  /** Twice the containers of a full record with one in each service. */
  private static final int KEPT = 512;

  /** A status that is not written by then will not be for long; an image must not wait for it. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final String NOBODY = "unknown";

  /**
   * @param edited whether the spec changed since the counts were written
   * @param retried whether somebody asked to try again since
   * @param recorded whether the counts stand in the cluster
   */
  public record Terms(Instant at, boolean edited, boolean retried, boolean recorded) {}

  /** A correction that was made. */
  public record Correction(WorkloadKey workload, ImageChange change) {}

  private record Place(String workload, String container, String manager) {}

  private final Instant at;
  private final boolean recorded;
  private final List<Contention> standing;

  private Contest(Instant at, boolean recorded, List<Contention> standing) {
    this.at = at;
    this.recorded = recorded;
    this.standing = standing;
  }

  /**
   * @param before as the last status has it
   */
  public static Contest of(List<Contention> before, Terms terms) {
    List<Contention> standing =
        terms.retried
            ? List.of()
            : before.stream().filter(it -> it.stoppedAt() == null || !terms.edited).toList();
    return new Contest(
        terms.at.truncatedTo(ChronoUnit.SECONDS),
        terms.recorded,
        standing.size() == before.size() ? before : standing);
  }

  /** The entry, this flip included, for which a change is left; empty where it is set back. */
  public Optional<Contention> against(WorkloadKey workload, ImageChange change) {
    Optional<Contention> stopped =
        standing.stream()
            .filter(it -> it.stoppedAt() != null && isAt(it, workload, change))
            .findFirst();
    return stopped.or(
        () ->
            of(workload, change)
                .filter(_ -> change.drift())
                .map(it -> flipped(it, at))
                .filter(it -> quick(it, at) || slow(it, at)));
  }

  /**
   * Whether a correction has to wait until the one before it is written down: whoever kills this
   * process after each of them would otherwise have it begin to count anew for ever.
   */
  public boolean early(WorkloadKey workload, ImageChange change) {
    return !recorded
        && change.drift()
        && of(workload, change)
            .filter(it -> it.flips().getLast().plus(LONGEST_WAIT).isAfter(at))
            .isPresent();
  }

  /** Why an image is left, and what ends it; the same as long as nothing else happens. */
  public static String message(
      Contention stopped, ImageChange change, @Nullable GitOps application) {
    Instant since = Objects.requireNonNullElse(stopped.stoppedAt(), stopped.flips().getLast());
    String often =
        quick(stopped, since) ? QUICK + " times in 10 minutes" : SLOW + " times in 24 hours";
    return "container "
        + stopped.container()
        + " of "
        + stopped.workload()
        + " has "
        + change.from()
        + " and is left so: "
        + stopped.manager()
        + " moved it away from the declared digest "
        + often
        + ". To end it, "
        + OtherSide.ends(stopped.manager(), application)
        + "; then change the record, or annotate it with a new releaserecord.dev/retry, to have the"
        + " image set back";
  }

  /**
   * The counts after a pass.
   *
   * @param left for which entries changes were left
   * @param since what becomes of an entry by what was seen of its container
   */
  public List<Contention> next(
      List<Contention> left,
      List<Correction> made,
      Function<Contention, Optional<Contention>> since) {
    Map<Place, Contention> next = new LinkedHashMap<>();
    standing.stream()
        .flatMap(it -> since.apply(it).stream())
        .forEach(it -> next.put(place(it), it));
    for (Contention it : left) {
      next.put(place(it), it.stoppedAt() == null ? stopped(it, at) : it);
    }
    for (Correction it : made) {
      Place place = new Place(it.workload.toString(), it.change.container(), manager(it.change));
      Contention before =
          Objects.requireNonNullElseGet(
              next.get(place),
              () ->
                  new Contention(place.workload, place.container, place.manager, List.of(), null));
      next.put(place, flipped(before, at));
    }
    return made.isEmpty() ? List.copyOf(next.values()) : kept(next.values().stream());
  }

  /** Old counts go when new ones come, or a steady record would write. */
  private List<Contention> kept(Stream<Contention> all) {
    List<Contention> counting =
        new ArrayList<>(
            all.filter(
                    it ->
                        it.stoppedAt() != null || it.flips().getLast().plus(SLOW_TIME).isAfter(at))
                .toList());
    if (counting.size() > KEPT) {
      counting.sort(
          Comparator.comparing((Contention it) -> it.stoppedAt() == null)
              .thenComparing(it -> it.flips().getLast(), Comparator.reverseOrder()));
      counting.subList(KEPT, counting.size()).clear();
    }
    return List.copyOf(counting);
  }

  /** What the operator goes on to count. */
  public List<Contention> standing() {
    return standing;
  }

  private Optional<Contention> of(WorkloadKey workload, ImageChange change) {
    return standing.stream()
        .filter(it -> isAt(it, workload, change) && it.manager().equals(manager(change)))
        .findFirst();
  }

  private static boolean isAt(Contention entry, WorkloadKey workload, ImageChange change) {
    return entry.container().equals(change.container())
        && entry.workload().equals(workload.toString());
  }

  private static boolean quick(Contention entry, Instant now) {
    return within(entry, now, QUICK_TIME) >= QUICK;
  }

  private static boolean slow(Contention entry, Instant now) {
    return within(entry, now, SLOW_TIME) >= SLOW;
  }

  private static long within(Contention entry, Instant now, Duration time) {
    Instant from = now.minus(time);
    return entry.flips().stream().filter(flip -> flip.isAfter(from)).count();
  }

  /** No more of them than decide anything. */
  private static Contention flipped(Contention entry, Instant now) {
    List<Instant> flips = new ArrayList<>(entry.flips());
    flips.add(now);
    return new Contention(
        entry.workload(),
        entry.container(),
        entry.manager(),
        flips.subList(Math.max(0, flips.size() - SLOW), flips.size()),
        entry.stoppedAt());
  }

  private static Contention stopped(Contention entry, Instant now) {
    return new Contention(entry.workload(), entry.container(), entry.manager(), entry.flips(), now);
  }

  /** It is set back again, and nothing of what was counted is forgotten. */
  public static Contention resumed(Contention entry) {
    return new Contention(
        entry.workload(), entry.container(), entry.manager(), entry.flips(), null);
  }

  private static Place place(Contention entry) {
    return new Place(entry.workload(), entry.container(), entry.manager());
  }

  private static String manager(ImageChange change) {
    return Objects.requireNonNullElse(change.manager(), NOBODY);
  }
}
