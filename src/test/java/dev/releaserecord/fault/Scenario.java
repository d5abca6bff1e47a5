package dev.releaserecord.fault;

import dev.releaserecord.fault.proxy.Traffic.Place;
import dev.releaserecord.fault.proxy.Write;

/**
 * What an operator has to bring to its end, whatever befalls it on the way. A scenario keeps
 * nothing: many runs of it go on at the same time, each on a stage of its own. Names of objects are
 * the same in every run, pods aside, so that a write of one run is found again in another.
 */
interface Scenario {

  /** A verified set is written down. */
  String RECORDS = "POST controllerrevisions";

  /** As many of a scenario are spoilt. */
  int EVENTS = 5;

  /** One word, for the names of the matrix's cells. */
  String name();

  /** Makes what is there before the operator starts, and returns when it has settled. */
  void prepare(Stage stage);

  /** Does what the operator, which runs now, has to follow. May wait for what it does. */
  void act(Stage stage);

  /** Asserts that the end is reached; asked again until it is. */
  void assertReached(Stage stage);

  /**
   * How many writes of a signature always come. Later statuses come or do not: what changes quickly
   * is told at once.
   */
  default int occurrences() {
    return Integer.MAX_VALUE;
  }

  /**
   * Whether a write of it meets the troubles of the matrix; otherwise that of another does. Nearly
   * all of them end with a set that is recorded: one is enough to learn what comes of that. Nor
   * does the sixth event teach what the first five do not.
   */
  default boolean spoils(Place place) {
    boolean told = place.signature().equals("POST events") && place.occurrence() > EVENTS;
    return place.occurrence() <= occurrences() && !place.signature().equals(RECORDS) && !told;
  }

  /** Whether a user works meanwhile, by {@link #scale} and {@link #edit}. */
  default boolean hasUser() {
    return false;
  }

  /** The user scales the workload: the number has to be there in the end. Or does as much. */
  default void scale(Stage stage) {
    throw new UnsupportedOperationException(name());
  }

  /** The user sets another image, which the operator has to set back. Or does as much. */
  default void edit(Stage stage) {
    throw new UnsupportedOperationException(name());
  }

  /**
   * Really does what somebody else might have done just before a write: the write is then answered
   * with a conflict.
   */
  default void compete(Stage stage, Write write) {
    stage.touch(write);
  }
}
