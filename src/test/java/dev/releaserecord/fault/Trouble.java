package dev.releaserecord.fault;

import dev.releaserecord.fault.proxy.Fault;
import dev.releaserecord.fault.proxy.Fault.Cut;
import dev.releaserecord.fault.proxy.Fault.Encounter;
import dev.releaserecord.fault.proxy.Fault.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** What can befall a write. */
enum Trouble {
  /** The connection ends before the API server hears of it; the client's own retries too. */
  DROPPED(Trouble.WITH_RETRIES),
  /** It is done, the answer is lost; the client sends it again. */
  LOST(1),
  /** It is done, the answer is lost, and so are the client's retries: nobody knows. */
  LOST_AND_AWAY(Trouble.WITH_RETRIES),
  /** It is done; the answer takes longer than the client waits. */
  STALLED(1),
  /** Somebody else was faster. */
  CONFLICT(1),
  THROTTLED(Trouble.WITH_RETRIES),
  BROKEN(Trouble.WITH_RETRIES),
  AWAY(Trouble.WITH_RETRIES),
  FORBIDDEN(1),
  /** The operator dies before it; another one starts. */
  KILLED_BEFORE(1),
  /** The operator dies when it is done and before it knows; another one starts. */
  KILLED_AFTER(1),
  /** The same, and the other one begins with lists of when nothing had been done. */
  STALE_START(1),
  /** What it changed, and all else, is not shown for a while. */
  WATCHES_HELD(1),
  /** All watches end when it is done. */
  WATCHES_CUT(1),
  /** Its user scales the workload just before. */
  SCALED(1),
  /** Its user sets another image just before. */
  EDITED(1);

  /** A request and the two more that the client makes by itself. */
  private static final int WITH_RETRIES = 3;

  /** The client itself waits for 10 s. */
  private static final Duration STALL = Duration.ofSeconds(Integer.getInteger("fault.stall", 12));

  private static final Duration HOLD = Duration.ofMillis(1500);

  /** How many writes in a row meet it. */
  final int times;

  Trouble(int times) {
    this.times = times;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** After these a write has been done, or not, and whoever has to go on cannot know. */
  boolean worst() {
    return this == LOST_AND_AWAY || this == CONFLICT || kills() || byUser();
  }

  /** Nothing goes wrong, but somebody works on the same workload. */
  boolean byUser() {
    return this == SCALED || this == EDITED;
  }

  boolean kills() {
    return this == KILLED_BEFORE || this == KILLED_AFTER || this == STALE_START;
  }

  Fault in(Scenario scenario, Stage stage) {
    return switch (this) {
      case DROPPED -> Trouble::drop;
      case LOST, LOST_AND_AWAY -> Trouble::lose;
      case STALLED -> Trouble::stall;
      case CONFLICT -> it -> conflict(it, scenario, stage);
      case THROTTLED -> it -> it.refuse(429, "TooManyRequests");
      case BROKEN -> it -> it.refuse(500, "InternalError");
      case AWAY -> it -> it.refuse(503, "ServiceUnavailable");
      case FORBIDDEN -> it -> it.refuse(403, "Forbidden");
      case KILLED_BEFORE -> Trouble::kill;
      case KILLED_AFTER, STALE_START -> Trouble::forwardAndKill;
      case WATCHES_HELD -> Trouble::hold;
      case WATCHES_CUT -> Trouble::cutWatches;
      case SCALED -> it -> meanwhile(it, () -> scenario.scale(stage));
      case EDITED -> it -> meanwhile(it, () -> scenario.edit(stage));
    };
  }

  /** Starts the operator that comes after one that was killed. */
  void restart(Stage stage) {
    if (this == STALE_START) {
      stage.startLagging(HOLD);
    } else {
      stage.startOperator();
    }
  }

  private static Reply drop(Encounter it) throws IOException {
    throw new Cut();
  }

  private static Reply lose(Encounter it) throws IOException {
    if (it.before() == 0) {
      it.forward();
    }
    throw new Cut();
  }

  private static Reply stall(Encounter it) throws IOException {
    Reply reply = it.forward();
    it.pause(STALL);
    return reply;
  }

  /** What exists already is said by the API server itself. */
  private static Reply conflict(Encounter it, Scenario scenario, Stage stage) throws IOException {
    scenario.compete(stage, it.write());
    return it.write().method().equals("POST") ? it.forward() : it.refuse(409, "Conflict");
  }

  private static Reply meanwhile(Encounter it, Runnable deed) throws IOException {
    deed.run();
    return it.forward();
  }

  private static Reply kill(Encounter it) throws IOException {
    it.proxy().close();
    throw new Cut();
  }

  private static Reply forwardAndKill(Encounter it) throws IOException {
    it.forward();
    return kill(it);
  }

  private static Reply hold(Encounter it) throws IOException {
    it.proxy().holdWatches(HOLD);
    return it.forward();
  }

  private static Reply cutWatches(Encounter it) throws IOException {
    Reply reply = it.forward();
    it.proxy().cutWatches();
    return reply;
  }
}
