package dev.releaserecord.rollout.reference;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything of a pod template that names a Secret or a ConfigMap.
 *
 * @param containers those that have an environment: init containers and sidecars first, then main
 *     ones
 * @param pullSecrets names in {@code imagePullSecrets}
 */
public record References(
    List<ContainerEnv> containers, List<Mount> mounts, List<String> pullSecrets) {

  /** Most templates of others name nothing. */
  public static final References NONE = new References(List.of(), List.of(), List.of());

  public References {
    containers = List.copyOf(containers);
    mounts = List.copyOf(mounts);
    pullSecrets = List.copyOf(pullSecrets);
  }

  /** All that are named, optional ones too. */
  public Set<ObjectRef> objects() {
    Set<ObjectRef> objects = new TreeSet<>();
    containers.stream().flatMap(ContainerEnv::objects).forEach(objects::add);
    mounts.stream().map(Mount::object).forEach(objects::add);
    pullSecrets.stream().map(ObjectRef::secret).forEach(objects::add);
    return objects;
  }

  /** Names of the Secrets among them. */
  public Stream<String> secrets() {
    return objects().stream().filter(ObjectRef::isSecret).map(ObjectRef::name);
  }
}
