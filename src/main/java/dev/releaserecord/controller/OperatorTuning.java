package dev.releaserecord.controller;

import dev.releaserecord.kube.cache.SecretScope;
import dev.releaserecord.kube.secret.Fingerprints;
import java.time.Duration;

/**
 * Settings of one process.
 *
 * @param instance which process this is, as events name it
 * @param gather how long changes that are not urgent are gathered before one pass looks at them
 * @param fingerprints stand for the values of Secrets; made with one key in all processes
 * @param secrets which of them are watched
 */
public record OperatorTuning(
    String instance, Duration gather, Fingerprints fingerprints, SecretScope secrets) {

  private static final Duration GATHER = Duration.ofMillis(100);

  public static OperatorTuning of(String instance, Fingerprints fingerprints, SecretScope secrets) {
    return new OperatorTuning(instance, GATHER, fingerprints, secrets);
  }
}
