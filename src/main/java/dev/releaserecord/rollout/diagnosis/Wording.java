package dev.releaserecord.rollout.diagnosis;

/** Texts of others, made fit for a message of one line. */
final class Wording {

  private static final int LIMIT = 300;

  private static final String COMBINED = "(combined from similar events): ";

  private Wording() {}

  /** An event's own words, without what says that it stands for others too. */
  static String alone(String message) {
    return message.startsWith(COMBINED) ? message.substring(COMBINED.length()) : message;
  }

  /** One line of at most 300 characters. */
  static String cut(String text) {
    String line = text.replaceAll("\\s+", " ").trim();
    return line.length() <= LIMIT ? line : line.substring(0, LIMIT) + "…";
  }
}
