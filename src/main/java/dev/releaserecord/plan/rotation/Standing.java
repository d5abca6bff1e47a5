package dev.releaserecord.plan.rotation;

import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How what the pods of a workload were started with stands to what there is now.
 *
 * @param started what is to be remembered of it; null for nothing
 * @param changes what its pods do not have yet
 * @param restarts what it would be restarted for; null where nothing would restart it
 */
public record Standing(
    Workload workload,
    @Nullable WorkloadSecrets started,
    List<Change> changes,
    @Nullable Restarts restarts) {

  public Standing {
    changes = List.copyOf(changes);
  }

  /**
   * @param values keyed digest of all that it takes from these objects now, with the id of the key
   * @param objects whose change restarts it
   * @param surely those among them whose present values all of its pods were started with; what was
   *     merely taken for granted is left out
   */
  public record Restarts(String values, Set<ObjectRef> objects, Set<ObjectRef> surely) {
    public Restarts {
      objects = Set.copyOf(objects);
      surely = Set.copyOf(surely);
    }
  }

  /** Whether its template says that its pods were restarted for the present values. */
  boolean restarted() {
    return restarts != null && restarts.values.equals(workload.template().notes().restartedFor());
  }

  /** Whether an object restarts it. */
  boolean dependsOn(ObjectRef object) {
    return restarts != null && restarts.objects.contains(object);
  }

  /** What it is to be restarted for. */
  public List<Change> due() {
    return changes.stream().filter(Change::restarts).toList();
  }
}
