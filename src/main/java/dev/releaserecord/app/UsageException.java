package dev.releaserecord.app;

/**
 * Something the caller of the program has to mend; the message is one plain sentence that says how.
 */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
