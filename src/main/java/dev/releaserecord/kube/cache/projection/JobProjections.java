package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reduces the Jobs of CronJobs; others concern nobody. */
public final class JobProjections {

  private JobProjections() {}

  public static Optional<JobRun> of(Job job) {
    return Controllers.of(job.getMetadata(), Kind.CronJob).map(owner -> run(job, owner));
  }

  private static JobRun run(Job job, WorkloadKey owner) {
    ObjectMeta meta = job.getMetadata();
    return new JobRun(
        new JobRun.Identity(
            meta.getName(), meta.getUid(), Fields.moment(meta.getCreationTimestamp())),
        owner,
        images(job),
        end(job));
  }

  private static Map<String, String> images(Job job) {
    Map<String, String> images = new HashMap<>();
    var template = job.getSpec().getTemplate().getSpec();
    Stream.concat(template.getInitContainers().stream(), template.getContainers().stream())
        .forEach(it -> images.put(Fields.word(it.getName()), Fields.word(it.getImage())));
    return images;
  }

  private static JobRun.@Nullable End end(Job job) {
    List<JobCondition> conditions =
        job.getStatus() == null ? List.of() : job.getStatus().getConditions();
    return condition(conditions, "Failed")
        .map(it -> new JobRun.End(Fields.moment(it.getLastTransitionTime()), true, problem(it)))
        .or(
            () ->
                condition(conditions, "Complete")
                    .map(
                        it -> new JobRun.End(Fields.moment(it.getLastTransitionTime()), false, "")))
        .orElse(null);
  }

  private static String problem(JobCondition failed) {
    String said =
        Stream.of(Fields.text(failed.getReason()), Fields.text(failed.getMessage()))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return said.isEmpty() ? "failed" : Fields.message("failed: " + said);
  }

  private static Optional<JobCondition> condition(List<JobCondition> conditions, String type) {
    return conditions.stream()
        .filter(it -> type.equals(it.getType()) && "True".equals(it.getStatus()))
        .findFirst();
  }
}
