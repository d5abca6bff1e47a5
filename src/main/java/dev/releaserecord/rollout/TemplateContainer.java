package dev.releaserecord.rollout;

import org.jspecify.annotations.Nullable;

/**
 * A container of a pod template.
 *
 * @param index its position in {@code containers} or, for an init container or sidecar, in {@code
 *     initContainers}; a JSON patch needs it
 * @param image as written, empty where the template names none
 * @param imageManager who last wrote the image, by {@code metadata.managedFields}; null where
 *     nobody is recorded
 */
public record TemplateContainer(
    String name,
    ContainerRole role,
    int index,
    String image,
    Traits traits,
    @Nullable String imageManager) {

  /**
   * @param readinessWindow seconds after its start in which its readiness probe may fail and
   *     nothing be wrong: initial delay and the failures that are let pass; 0 where it has no such
   *     probe
   * @param neverPulled whether {@code imagePullPolicy} is {@code Never}
   */
  public record Traits(int readinessWindow, boolean neverPulled) {}

  public boolean readinessProbe() {
    return traits.readinessWindow > 0;
  }

  public TemplateContainer withImage(String newImage, String manager) {
    return new TemplateContainer(name, role, index, newImage, traits, manager);
  }
}
