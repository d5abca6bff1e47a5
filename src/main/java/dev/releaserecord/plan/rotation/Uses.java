package dev.releaserecord.plan.rotation;

import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Import;
import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import dev.releaserecord.rollout.reference.ContainerEnv.Variable;
import dev.releaserecord.rollout.reference.Mount;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which keys of which objects the pods of a template take when they start. */
final class Uses {

  /** What is taken of one object. */
  static final class Use {
    private final SortedSet<String> keys = new TreeSet<>();
    private boolean all;
    private boolean mounted;
    private boolean optional = true;

    /** Whether a change of that key changes what pods get. */
    boolean takes(String key) {
      return all || keys.contains(key);
    }

    /** Tells it from what another template takes. */
    String name() {
      return String.join("\n", all ? List.of("") : keys) + (mounted ? "\n/" : "");
    }

    /** Whether it is mounted, so that a pod gets what only files can hold. */
    boolean mounted() {
      return mounted;
    }

    /** Whether pods start without it. */
    boolean optional() {
      return optional;
    }
  }

  private final Map<ObjectRef, Use> uses = new TreeMap<>();

  private Uses() {}

  /** What is only used to pull images, a running pod has no more of. */
  static Map<ObjectRef, Use> of(References references) {
    Uses uses = new Uses();
    references.containers().forEach(uses::add);
    references.mounts().forEach(uses::add);
    return uses.uses;
  }

  private void add(ContainerEnv container) {
    for (Import from : container.imports()) {
      use(from.object(), from.optional()).all = true;
    }
    for (Variable variable : container.variables()) {
      if (variable.value() instanceof Value.OfKey(ObjectRef object, String key, boolean optional)) {
        use(object, optional).keys.add(key);
      }
    }
  }

  /** A kubelet passes over a volume that nobody mounts. */
  private void add(Mount mount) {
    if (!mount.containers().isEmpty()) {
      Use use = use(mount.object(), mount.optional());
      use.mounted = true;
      use.all |= mount.keys().isEmpty();
      use.keys.addAll(mount.keys());
    }
  }

  private Use use(ObjectRef object, boolean optional) {
    Use use = uses.computeIfAbsent(object, _ -> new Use());
    use.optional &= optional;
    return use;
  }
}
