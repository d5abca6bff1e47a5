package dev.releaserecord.rollout.reference;

import java.util.Comparator;

/**
 * A Secret or ConfigMap in the namespace of whoever refers to it. Written as {@code Secret
 * users-rds} in every message.
 */
public record ObjectRef(Kind kind, String name) implements Comparable<ObjectRef> {

  private static final Comparator<ObjectRef> ORDER =
      Comparator.comparing(ObjectRef::kind).thenComparing(ObjectRef::name);

  /** By their Kubernetes names. */
  public enum Kind {
    Secret,
    ConfigMap
  }

  public static ObjectRef secret(String name) {
    return new ObjectRef(Kind.Secret, name);
  }

  public static ObjectRef configMap(String name) {
    return new ObjectRef(Kind.ConfigMap, name);
  }

  public boolean isSecret() {
    return kind == Kind.Secret;
  }

  @Override
  public int compareTo(ObjectRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
