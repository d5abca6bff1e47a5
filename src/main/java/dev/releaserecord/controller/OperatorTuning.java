package dev.releaserecord.controller;

import java.time.Duration;

/**
 * Settings that users need not know.
 *
 * @param instance which process this is, as events name it
 * @param gather how long changes that are not urgent are gathered before one pass looks at them
 */
public record OperatorTuning(String instance, Duration gather) {

  private static final Duration GATHER = Duration.ofMillis(100);

  public static OperatorTuning of(String instance) {
    return new OperatorTuning(instance, GATHER);
  }
}
