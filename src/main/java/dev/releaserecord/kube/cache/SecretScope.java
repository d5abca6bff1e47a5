package dev.releaserecord.kube.cache;

/** Which Secrets of a namespace are watched. */
public enum SecretScope {
  /** All: names that a generator gives can be followed. */
  ALL,
  /**
   * Those alone that templates and records name, each by a watch of its own, so that a Role with
   * {@code resourceNames} suffices.
   */
  BY_NAME
}
