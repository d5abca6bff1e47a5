package dev.releaserecord.secret;

import java.util.Set;

/**
 * A pod that runs.
 *
 * @param secrets names of the Secrets that its own spec refers to
 */
public record RunningPod(String name, Set<String> secrets) {

  public RunningPod {
    secrets = Set.copyOf(secrets);
  }
}
