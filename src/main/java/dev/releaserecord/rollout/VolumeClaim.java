package dev.releaserecord.rollout;

/**
 * A PersistentVolumeClaim.
 *
 * @param phase {@code Pending}, {@code Bound} or {@code Lost}
 * @param storageClass empty where none is named
 * @param access by how many it can be mounted at once
 */
public record VolumeClaim(String name, String phase, String storageClass, Access access) {

  /** By the access modes of Kubernetes; of several the widest. */
  public enum Access {
    ReadWriteOncePod,
    ReadWriteOnce,
    /** {@code ReadWriteMany} or {@code ReadOnlyMany}. */
    Many
  }

  /** One that any number of pods may mount. */
  public VolumeClaim(String name, String phase, String storageClass) {
    this(name, phase, storageClass, Access.Many);
  }
}
