package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that a diagnosis may know of one workload, at one instant.
 *
 * @param runs of a CronJob, those of its present template
 */
public record Facts(
    Workload workload, List<Pod> pods, List<JobRun> runs, Surroundings around, Instant at) {

  public Facts {
    pods = List.copyOf(pods);
    runs = List.copyOf(runs);
  }

  /** The revision of a Deployment or DaemonSet that its present template made. */
  Optional<Revision> newest() {
    return around.revisions().stream().max(Comparator.comparingLong(Revision::number));
  }

  /** Warnings about an object. */
  Stream<Notice> notices(String uid) {
    return around.notices().stream().filter(notice -> notice.regarding().uid().equals(uid));
  }

  /** Whether an instant lies at least so long back. */
  boolean past(Instant since, Duration duration) {
    return !at.isBefore(since.plus(duration));
  }
}
