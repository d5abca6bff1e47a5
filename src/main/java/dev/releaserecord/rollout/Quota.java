package dev.releaserecord.rollout;

import java.util.List;

/**
 * A ResourceQuota.
 *
 * @param exhausted what is used up, each as people read it: {@code pods: 10 of 10}
 */
public record Quota(String name, List<String> exhausted) {
  public Quota {
    exhausted = List.copyOf(exhausted);
  }
}
