package dev.releaserecord.secret;

import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.References;
import java.util.Set;

/**
 * The pod template of a workload of a service.
 *
 * @param containers names of the containers that are the service's, init containers and sidecars
 *     too; {@code env} is asked of them alone
 */
public record PodTemplate(
    WorkloadKey workload, References references, Set<String> containers, Pulls pulls) {

  public PodTemplate {
    containers = Set.copyOf(containers);
  }

  /**
   * @param images that its next pods pull, as the template will name them
   * @param proven whether a pod of the workload runs from the same repository: then it can be
   *     pulled, whatever the pull secrets say (a node may have credentials of its own)
   */
  public record Pulls(Set<String> images, boolean proven) {

    public static final Pulls NONE = new Pulls(Set.of(), true);

    public Pulls {
      images = Set.copyOf(images);
    }
  }
}
