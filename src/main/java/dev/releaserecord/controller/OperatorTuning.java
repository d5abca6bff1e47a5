package dev.releaserecord.controller;

import dev.releaserecord.kube.cache.SecretScope;
import dev.releaserecord.kube.secret.Fingerprints;
import java.time.Duration;
import java.util.Set;

/**
 * Settings of one process.
 *
 * @param instance which process this is, as events name it
 * @param gather how long changes that are not urgent are gathered at most before one pass looks at
 *     them: less where passes over the record cost little
 * @param fingerprints stand for the values of Secrets; made with one key in all processes
 * @param secrets which of them are watched
 * @param plainHttp registries that are spoken to without TLS
 * @param linkLocal whether checks may ask link-local and metadata addresses
 */
public record OperatorTuning(
    String instance,
    Duration gather,
    Fingerprints fingerprints,
    SecretScope secrets,
    Set<String> plainHttp,
    boolean linkLocal) {

  private static final Duration GATHER = Duration.ofMillis(100);

  public OperatorTuning {
    plainHttp = Set.copyOf(plainHttp);
  }

  public static OperatorTuning of(String instance, Fingerprints fingerprints, SecretScope secrets) {
    return new OperatorTuning(instance, GATHER, fingerprints, secrets, Set.of(), false);
  }

  /** The same, asking registries and addresses that are not asked otherwise. */
  public OperatorTuning asking(Set<String> registries, boolean linkLocalAddresses) {
    return new OperatorTuning(
        instance, gather, fingerprints, secrets, registries, linkLocalAddresses);
  }
}
