package dev.releaserecord.rollout;

import java.util.Comparator;

/** A workload within its namespace. Written as {@code Deployment/users} in every message. */
public record WorkloadKey(Kind kind, String name) implements Comparable<WorkloadKey> {

  private static final Comparator<WorkloadKey> ORDER =
      Comparator.comparing(WorkloadKey::kind).thenComparing(WorkloadKey::name);

  @Override
  public int compareTo(WorkloadKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
