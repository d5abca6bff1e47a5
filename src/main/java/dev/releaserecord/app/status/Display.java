package dev.releaserecord.app.status;

import dev.releaserecord.app.record.Standing;

/** Shows a record as it changes. */
interface Display {

  /** How it stands now, which may be as before. */
  void show(Standing standing);

  /**
   * The cluster cannot be asked for a while; what is shown may be out of date.
   *
   * @param why as a sentence
   */
  void trouble(String why);
}
