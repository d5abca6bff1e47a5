package dev.releaserecord.app.command;

/**
 * Chooses format and level. The whole configuration is {@code operator/logback.xml}, which the
 * build puts into the jar: it reads these two properties when the first logger is made, so this has
 * to be called before that. {@code -Dlogback.configurationFile} still replaces it as a whole.
 */
public final class Logging {

  private Logging() {}

  /**
   * @param format {@code text} or {@code json}
   * @param level of the program's own lines, as logback names it
   */
  public static void configure(String format, String level) {
    System.setProperty("release.operator.log.format", format);
    System.setProperty("release.operator.log.level", level);
  }

  /** For a command that prints an answer: what it could not see is part of the answer. */
  public static void quiet() {
    configure("text", "ERROR");
  }
}
