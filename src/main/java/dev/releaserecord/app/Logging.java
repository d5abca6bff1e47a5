package dev.releaserecord.app;

import java.util.Locale;

/**
 * Chooses format and level. The whole configuration is {@code operator/logback.xml}, which the
 * build puts into the jar: it reads these two properties when the first logger is made, so this has
 * to be called before that. {@code -Dlogback.configurationFile} still replaces it as a whole.
 */
final class Logging {

  private Logging() {}

  static void configure(Settings.Logs logs) {
    System.setProperty(
        "release.operator.log.format", logs.format().name().toLowerCase(Locale.ROOT));
    System.setProperty("release.operator.log.level", logs.level().name());
  }
}
