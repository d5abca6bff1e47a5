package dev.releaserecord.rollout;

/**
 * A container of a pod.
 *
 * @param image as the pod's spec names it
 * @param imageId {@code status.containerStatuses[].imageID}; empty while the container waits
 */
public record PodContainer(String name, String image, String imageId) {}
