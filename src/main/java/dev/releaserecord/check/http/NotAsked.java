package dev.releaserecord.check.http;

import org.jspecify.annotations.Nullable;

/** Nobody could be asked, so nothing is known of who would have answered. */
public final class NotAsked extends Exception {

  private static final long serialVersionUID = 1L;

  private final String why;

  /**
   * @param why as a clause that may be shown
   */
  public NotAsked(String why, @Nullable Throwable cause) {
    super(why, cause);
    this.why = why;
  }

  public NotAsked(String why) {
    this(why, null);
  }

  public String why() {
    return why;
  }
}
