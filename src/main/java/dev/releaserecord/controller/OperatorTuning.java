package dev.releaserecord.controller;

import dev.releaserecord.kube.secret.Fingerprints;
import java.time.Duration;

/**
 * Settings that users need not know.
 *
 * @param instance which process this is, as events name it
 * @param gather how long changes that are not urgent are gathered before one pass looks at them
 * @param fingerprints stand for the values of Secrets; made with one key in all processes
 */
public record OperatorTuning(String instance, Duration gather, Fingerprints fingerprints) {

  private static final Duration GATHER = Duration.ofMillis(100);

  public static OperatorTuning of(String instance, Fingerprints fingerprints) {
    return new OperatorTuning(instance, GATHER, fingerprints);
  }
}
