package dev.releaserecord.rollout;

/**
 * A PersistentVolumeClaim.
 *
 * @param phase {@code Pending}, {@code Bound} or {@code Lost}
 * @param storageClass empty where none is named
 */
public record VolumeClaim(String name, String phase, String storageClass) {}
