package dev.releaserecord.app.command;

/**
 * Something the caller of the program has to mend; the message is one plain sentence that says how.
 */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  /**
   * Of the value of an option.
   *
   * @param kind what it should be, such as {@code a port}
   * @param instead what to write
   */
  public static UsageException of(String option, String text, String kind, String instead) {
    return new UsageException(
        "%s (%s): \"%s\" is not %s; write %s."
            .formatted(option, Environment.variable(option), text, kind, instead));
  }
}
