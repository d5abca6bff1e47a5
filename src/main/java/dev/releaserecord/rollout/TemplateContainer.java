package dev.releaserecord.rollout;

import org.jspecify.annotations.Nullable;

/**
 * A container of a pod template.
 *
 * @param index its position in {@code containers} or, for an init container or sidecar, in {@code
 *     initContainers}; a JSON patch needs it
 * @param image as written, empty where the template names none
 * @param readinessProbe whether a readiness probe is set
 * @param imageManager who last wrote the image, by {@code metadata.managedFields}; null where
 *     nobody is recorded
 */
public record TemplateContainer(
    String name,
    ContainerRole role,
    int index,
    String image,
    boolean readinessProbe,
    @Nullable String imageManager) {

  public TemplateContainer withImage(String newImage, String manager) {
    return new TemplateContainer(name, role, index, newImage, readinessProbe, manager);
  }
}
