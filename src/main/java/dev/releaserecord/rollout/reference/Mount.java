package dev.releaserecord.rollout.reference;

import java.util.List;

/**
 * A Secret or ConfigMap that a volume of a template needs, or a part of a projected one.
 *
 * @param containers those that mount the volume. A kubelet passes over a volume that none mounts
 * @param keys the keys that it asks for; empty: all there are, whichever
 * @param optional whether neither the object nor the keys need exist
 */
public record Mount(
    String volume, List<String> containers, ObjectRef object, List<String> keys, boolean optional) {

  public Mount {
    containers = List.copyOf(containers);
    keys = List.copyOf(keys);
  }
}
