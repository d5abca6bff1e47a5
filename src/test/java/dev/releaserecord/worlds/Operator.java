package dev.releaserecord.worlds;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the operator's process.
 *
 * @param acting the pass whose writes are under way, null between passes
 * @param desk the status that is still to be written, null for none
 * @param written the status that was written and that the watch has not brought yet
 * @param woken whether something changed since the last look
 * @param due when to look again with nothing having happened, later than now; null for never
 * @param releasing whether the finalizer is to be taken off the record before the next look
 */
record Operator(
    @Nullable Acting acting,
    @Nullable Told desk,
    @Nullable Copy<Told> written,
    boolean woken,
    @Nullable Instant due,
    boolean releasing) {

  /** A process that was just started. */
  static final Operator STARTED = new Operator(null, null, null, true, null, false);

  Operator awake() {
    return woken ? this : new Operator(acting, desk, written, true, due, releasing);
  }

  Operator acting(@Nullable Acting now) {
    return new Operator(now, desk, written, woken, due, releasing);
  }

  Operator desk(@Nullable Told now) {
    return new Operator(acting, now, written, woken, due, releasing);
  }

  Operator written(@Nullable Copy<Told> now) {
    return new Operator(acting, desk, now, woken, due, releasing);
  }

  /** The record was written: what stands there is newer than what we wrote. */
  Operator recordWritten() {
    return written == null ? this : written(written.aged());
  }

  /** A timer that has run out wakes. */
  Operator later(Duration by) {
    Instant left = due == null ? null : due.minus(by);
    boolean over = left != null && !left.isAfter(Ages.NOW);
    return new Operator(
        acting == null ? null : acting.shifted(by),
        desk == null ? null : desk.shifted(by),
        written == null ? null : Watched.map(written, it -> it.shifted(by)),
        woken || over,
        over ? null : left,
        releasing);
  }

  Operator released() {
    return new Operator(acting, desk, written, woken, due, false);
  }

  /** What a write is based on is no more, if it is this. */
  Operator seeing(UnaryOperator<Acting> turn) {
    return acting == null ? this : acting(turn.apply(acting));
  }
}
