package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Workload;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges rollouts by the workload's own status, held against its pods: a status that speaks of an
 * older generation, or counts pods of another image, does not make a rollout complete.
 */
public final class Rollouts {

  private Rollouts() {}

  /**
   * How far a workload that keeps pods running has come.
   *
   * @param carries whether a pod runs the release, judged by its spec and its imageIDs
   */
  public static Progress ofPods(Workload workload, List<Pod> pods, Predicate<Pod> carries) {
    int wanted = workload.replicas().wanted();
    int ready = 0;
    int foreign = 0;
    Instant steadySince = null;
    for (Pod pod : pods) {
      // What was evicted stays behind as a record of it; its controller has made another pod.
      if (pod.leaving() || pod.life().ended() != null) {
        continue;
      }
      if (!carries.test(pod)) {
        foreign++;
      } else if (pod.ready()) {
        ready++;
        steadySince = later(steadySince, pod.steadySince());
      }
    }
    if (workload.replicas().complete() && ready >= wanted && foreign == 0) {
      return new Progress.Steady(ready, wanted, steadySince);
    }
    return new Progress.Rolling(ready, wanted, detail(workload, ready, foreign));
  }

  private static String detail(Workload workload, int ready, int foreign) {
    Replicas replicas = workload.replicas();
    if (workload.strategy().stopped()) {
      return "the rollout is paused; resume it with: kubectl rollout resume "
          + workload.key().toString().toLowerCase(java.util.Locale.ROOT);
    }
    if (foreign > 0 && workload.strategy().onDelete()) {
      return foreign + " old pods stay until they are deleted (updateStrategy: OnDelete)";
    }
    if (foreign > 0) {
      return ready + " of " + replicas.wanted() + " pods ready, " + foreign + " old pods remain";
    }
    if (ready >= replicas.wanted()) {
      return "all pods are ready; its controller has not said yet that the rollout is complete";
    }
    return ready + " of " + replicas.wanted() + " pods ready";
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null) {
      return other;
    }
    return other == null || one.isAfter(other) ? one : other;
  }

  /**
   * How a pinned CronJob stands: by its last finished Job of the present template.
   *
   * @param runs of this CronJob's present template
   */
  public static Progress ofJobs(List<JobRun> runs) {
    return runs.stream()
        .filter(run -> run.end() != null)
        .max(Comparator.comparing(Rollouts::endedAt))
        .filter(JobRun::failed)
        .<Progress>map(run -> new Progress.JobFailed("Job " + run.name() + " " + problem(run)))
        .orElse(new Progress.Steady(0, 0, null));
  }

  private static Instant endedAt(JobRun run) {
    return run.end() == null ? Instant.MIN : run.end().at();
  }

  private static String problem(JobRun run) {
    return run.end() == null ? "" : run.end().problem();
  }
}
