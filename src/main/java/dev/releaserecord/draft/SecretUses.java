package dev.releaserecord.draft;

import dev.releaserecord.draft.Draft.SecretUse;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import dev.releaserecord.rollout.reference.Mount;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.secret.GeneratedName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Secrets without which pods do not start. Those that may be absent are none of them, nor those
 * that images are pulled with.
 */
final class SecretUses {

  private SecretUses() {}

  /** By name, each once. */
  static List<SecretUse> of(Collection<Workload> workloads) {
    Map<String, TreeSet<String>> keys = new TreeMap<>();
    workloads.stream()
        .map(workload -> workload.template().references())
        .forEach(references -> gather(references, keys));
    return keys.entrySet().stream()
        .map(entry -> new SecretUse(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  private static void gather(References references, Map<String, TreeSet<String>> keys) {
    for (ContainerEnv environment : references.containers()) {
      environment.imports().stream()
          .filter(it -> !it.optional())
          .forEach(it -> add(it.object(), List.of(), keys));
      environment.variables().stream()
          .map(ContainerEnv.Variable::value)
          .forEach(
              it -> {
                if (it instanceof Value.OfKey(ObjectRef object, String key, boolean optional)
                    && !optional) {
                  add(object, List.of(key), keys);
                }
              });
    }
    // A kubelet passes over a volume that no container mounts.
    references.mounts().stream()
        .filter(it -> !it.optional() && !it.containers().isEmpty())
        .forEach((Mount it) -> add(it.object(), it.keys(), keys));
  }

  private static void add(ObjectRef object, List<String> its, Map<String, TreeSet<String>> keys) {
    if (object.isSecret() && !object.name().isEmpty()) {
      keys.computeIfAbsent(GeneratedName.declared(object.name()), _ -> new TreeSet<>()).addAll(its);
    }
  }
}
