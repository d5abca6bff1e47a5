package dev.releaserecord.kube.lease;

import dev.releaserecord.kube.lease.LeasePort.Read;
import dev.releaserecord.kube.lease.LeasePort.Written;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The timing of an election, without threads: {@link #step()} does what is due and says how long
 * nothing will be. Only {@link #holds()} and {@link #shut()} may be called from any thread.
 *
 * <p>Safety rests on one comparison. A leader believes in its lease from the start of its last
 * successful renewal for {@link #TRUST} of the lease's time; a follower waits for the whole of it
 * after it saw that renewal, which is later. Both count on a monotonic clock of their own, so no
 * clock of another machine matters.
 */
final class Elector {

  /**
   * The part of the lease's time for which a leader trusts it; the rest is for writes in flight.
   */
  private static final double TRUST = 0.8;

  /** A renewal may fail this often per lease time, less one, before the leader stops. */
  private static final int RENEWALS_PER_LEASE = 3;

  private static final int RETRIES_PER_LEASE = 15;

  /** What happened in a step, for the log and for whoever waits to be elected. */
  sealed interface Change {
    record Elected(int transitions) implements Change {}

    record Lost(String why) implements Change {}

    record Following(String leader) implements Change {}

    record Trouble(String why) implements Change {}
  }

  /**
   * @param pause how long nothing is due, unless the lease changes
   * @param change what happened, null if nothing worth telling
   */
  record Step(Duration pause, @Nullable Change change) {}

  /** The lease that this process holds, and when it began to ask for the last renewal. */
  private record Term(LeaseView lease, long startedNanos, Instant started) {}

  private final LeasePort port;
  private final String identity;
  private final Duration duration;
  private final Clock clock;
  private final LongSupplier nanoTime;

  private volatile @Nullable Term term;
  private volatile boolean closed;

  private @Nullable LeaseView seen;
  private long seenAtNanos;
  private boolean known;
  private boolean askedToRenew;
  private String following = "";

  Elector(LeasePort port, String identity, Duration duration, Clock clock, LongSupplier nanoTime) {
    this.port = port;
    this.identity = identity;
    this.duration = duration;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Whether the lease is held now. The wall clock is asked as well because the monotonic one stands
   * still while a whole machine sleeps; it can only ever say no.
   */
  boolean holds() {
    Term now = term;
    return now != null && !closed && fresh(now);
  }

  /**
   * The lease as it was seen from outside, empty if there is none; the next step is due at once.
   *
   * @param atNanos when it was seen, by the monotonic clock
   */
  void saw(Optional<LeaseView> lease, long atNanos) {
    if (term != null) {
      // The update is the judge, not the watch: an event may be older than our own last write.
      askedToRenew |= !lease.map(LeaseView::holder).orElse("").equals(identity);
      return;
    }
    learn(lease, atNanos);
  }

  /** Does what is due. */
  Step step() {
    if (closed) {
      return new Step(duration, null);
    }
    Term held = term;
    return held == null ? follow() : lead(held);
  }

  /** Shuts the gate without asking anybody: from now on this process never writes again. */
  void shut() {
    closed = true;
  }

  /** Gives the lease away, after {@link #shut()}, so that a follower need not wait for its end. */
  void release() {
    Term held = term;
    term = null;
    if (held != null) {
      Instant now = clock.instant();
      LeaseView mine = held.lease();
      port.update(
          new LeaseView(
              "", Duration.ofSeconds(1), mine.acquired(), now, mine.transitions(), mine.version()));
    }
  }

  private Step lead(Term held) {
    Duration age = Duration.ofNanos(nanoTime.getAsLong() - held.startedNanos());
    Duration every = duration.dividedBy(RENEWALS_PER_LEASE);
    if (age.compareTo(every) < 0 && !askedToRenew) {
      return new Step(every.minus(age), null);
    }
    askedToRenew = false;
    boolean wasFresh = fresh(held);
    LeaseView mine = held.lease();
    LeaseView wanted =
        new LeaseView(
            identity,
            duration,
            mine.acquired(),
            clock.instant(),
            mine.transitions(),
            mine.version());
    long startedNanos = nanoTime.getAsLong();
    return switch (port.update(wanted)) {
      case Written.Done done -> {
        term = new Term(done.lease(), startedNanos, wanted.renewed());
        // Whatever came while the gate was shut was left alone: it is a new election to the loop.
        yield new Step(every, wasFresh ? null : new Change.Elected(mine.transitions()));
      }
      case Written.Lost() -> afterConflict(held);
      case Written.Failed failed ->
          wasFresh || fresh(held)
              ? new Step(retry(), new Change.Trouble(failed.why()))
              : lose("it could not be renewed in time: " + failed.why(), Optional.of(mine));
    };
  }

  private Step afterConflict(Term held) {
    return switch (port.read()) {
      case Read.Found found -> {
        LeaseView now = found.lease().orElse(null);
        if (now != null && now.holder().equals(identity)) {
          // An answer that never reached us, or somebody's label: ours still, at another version.
          term = new Term(now, held.startedNanos(), held.started());
          askedToRenew = true;
          yield new Step(Duration.ZERO, null);
        }
        yield lose(
            now == null ? "somebody deleted it" : "%s took it".formatted(now.holder()),
            found.lease());
      }
      case Read.Failed failed -> lose(failed.why(), Optional.of(held.lease()));
    };
  }

  private Step lose(String why, Optional<LeaseView> now) {
    term = null;
    seen = null;
    following = "";
    learn(now, nanoTime.getAsLong());
    return new Step(Duration.ZERO, new Change.Lost(why));
  }

  private Step follow() {
    if (!known) {
      return new Step(duration, null);
    }
    LeaseView now = seen;
    if (now == null) {
      return take(port::create, newTerm(null));
    }
    Duration left = now.duration().minusNanos(nanoTime.getAsLong() - seenAtNanos);
    boolean free = now.holder().isEmpty() || now.holder().equals(identity);
    if (!free && left.isPositive()) {
      boolean news = !following.equals(now.holder());
      following = now.holder();
      return new Step(left, news ? new Change.Following(now.holder()) : null);
    }
    return take(port::update, newTerm(now));
  }

  private Step take(Function<LeaseView, Written> write, LeaseView wanted) {
    long startedNanos = nanoTime.getAsLong();
    return switch (write.apply(wanted)) {
      case Written.Done done -> {
        term = new Term(done.lease(), startedNanos, wanted.renewed());
        yield new Step(
            duration.dividedBy(RENEWALS_PER_LEASE), new Change.Elected(wanted.transitions()));
      }
      case Written.Lost() -> {
        switch (port.read()) {
          case Read.Found found -> learn(found.lease(), nanoTime.getAsLong());
          case Read.Failed _ -> {}
        }
        yield new Step(retry(), null);
      }
      case Written.Failed failed -> new Step(retry(), new Change.Trouble(failed.why()));
    };
  }

  private LeaseView newTerm(@Nullable LeaseView before) {
    Instant now = clock.instant();
    return new LeaseView(
        identity,
        duration,
        now,
        now,
        before == null ? 0 : before.transitions() + 1,
        before == null ? "" : before.version());
  }

  /** A lease that says the same as before keeps its age: a repeated event is not a renewal. */
  private void learn(Optional<LeaseView> lease, long atNanos) {
    LeaseView before = seen;
    LeaseView now = lease.orElse(null);
    if (now == null || before == null || !before.sameTermAs(now)) {
      seenAtNanos = atNanos;
    }
    seen = now;
    known = true;
  }

  private boolean fresh(Term held) {
    long trustedNanos = (long) (duration.toNanos() * TRUST);
    return nanoTime.getAsLong() - held.startedNanos() < trustedNanos
        && Duration.between(held.started(), clock.instant()).toNanos() < trustedNanos;
  }

  private Duration retry() {
    return duration.dividedBy(RETRIES_PER_LEASE);
  }
}
