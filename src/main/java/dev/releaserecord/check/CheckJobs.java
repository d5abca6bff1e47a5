package dev.releaserecord.check;

import dev.releaserecord.check.http.NotAsked;
import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.kube.evidence.EvidenceTaker;
import dev.releaserecord.kube.write.JobWriter;
import dev.releaserecord.kube.write.JobWriter.NotLeading;
import dev.releaserecord.plan.check.CheckWanted;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs a check as a Job. One that is there already under the name is taken over, whoever made it
 * for this record; those of earlier attempts go first, so that two never run at once.
 */
final class CheckJobs {

  private static final Duration LOOK = Duration.ofMillis(500);

  private final KubernetesClient client;
  private final JobWriter writer;
  private final JobPods pods;

  CheckJobs(KubernetesClient client, JobWriter writer, EvidenceTaker evidence) {
    this.client = client;
    this.writer = writer;
    this.pods = new JobPods(client, evidence);
  }

  /**
   * @param end by {@link System#nanoTime()}
   */
  Attempt run(Site site, CheckWanted wanted, String cronJob, long end)
      throws NotAsked, InterruptedException {
    JobMaker maker = new JobMaker(site, wanted);
    try {
      clear(maker, end);
      Job job = begin(maker, cronJob);
      while (true) {
        Optional<Attempt> over = over(maker, cronJob, job);
        if (over.isPresent()) {
          return over.get();
        }
        if (System.nanoTime() >= end) {
          return pods.late(maker, cronJob);
        }
        Thread.sleep(LOOK);
        job = again(maker, job, end);
      }
    } catch (NotLeading e) {
      throw new NotAsked("another operator leads by now", e);
    }
  }

  /** How the Job stands by now. An API server that is away for a while ends no check. */
  private Job again(JobMaker maker, Job before, long end) throws NotAsked {
    Job job;
    try {
      job = jobs(maker, maker.name()).get();
    } catch (KubernetesClientException e) {
      if (System.nanoTime() < end) {
        return before;
      }
      throw Endpoints.notAsked("get jobs", maker.site().namespace(), e);
    }
    if (job == null) {
      throw new NotAsked("its Job " + maker.name() + " was deleted before it ended");
    }
    return job;
  }

  private Optional<Attempt> over(JobMaker maker, String cronJob, Job job)
      throws NotAsked, InterruptedException {
    if (job.getStatus() == null) {
      return Optional.empty();
    }
    for (var condition : job.getStatus().getConditions()) {
      if ("True".equals(condition.getStatus()) && "Complete".equals(condition.getType())) {
        return Optional.of(Attempt.PASSED);
      }
      if ("True".equals(condition.getStatus()) && "Failed".equals(condition.getType())) {
        return Optional.of(pods.failed(maker, cronJob, String.valueOf(condition.getReason())));
      }
    }
    return Optional.empty();
  }

  private void clear(JobMaker maker, long end) throws NotAsked, NotLeading, InterruptedException {
    List<Job> others = others(maker);
    for (Job other : others) {
      delete(other);
    }
    while (!others.isEmpty()) {
      if (System.nanoTime() >= end) {
        throw new NotAsked("a Job of an earlier attempt does not go away");
      }
      Thread.sleep(LOOK);
      others = others(maker);
    }
  }

  private List<Job> others(JobMaker maker) throws NotAsked {
    try {
      return client
          .batch()
          .v1()
          .jobs()
          .inNamespace(maker.site().namespace())
          .withLabels(maker.labels())
          .list()
          .getItems()
          .stream()
          .filter(maker::isOther)
          .toList();
    } catch (KubernetesClientException e) {
      throw Endpoints.notAsked("list jobs", maker.site().namespace(), e);
    }
  }

  private Job begin(JobMaker maker, String cronJob) throws NotAsked, NotLeading {
    String namespace = maker.site().namespace();
    try {
      Job there = jobs(maker, maker.name()).get();
      if (there != null) {
        return ours(maker, there);
      }
    } catch (KubernetesClientException e) {
      throw Endpoints.notAsked("get jobs", namespace, e);
    }
    CronJob from = template(namespace, cronJob);
    try {
      return writer.create(maker.make(from));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        return ours(maker, jobs(maker, maker.name()).require());
      }
      throw Endpoints.notAsked("create jobs", namespace, e);
    }
  }

  private static Job ours(JobMaker maker, Job job) throws NotAsked {
    if (!maker.isOurs(job)) {
      throw new NotAsked("a Job " + maker.name() + " stands there that is not of this record");
    }
    return job;
  }

  private CronJob template(String namespace, String name) throws NotAsked {
    try {
      CronJob found = client.batch().v1().cronjobs().inNamespace(namespace).withName(name).get();
      if (found == null) {
        throw new NotAsked("CronJob " + name + " does not exist");
      }
      return found;
    } catch (KubernetesClientException e) {
      throw Endpoints.notAsked("get cronjobs", namespace, e);
    }
  }

  /** Nobody wants it any more. What fails here is left to the Job's own time to live. */
  void remove(Site site, CheckWanted wanted) {
    JobMaker maker = new JobMaker(site, wanted);
    try {
      Job job = jobs(maker, maker.name()).get();
      if (job != null && maker.isOurs(job)) {
        delete(job);
      }
    } catch (KubernetesClientException | NotAsked | NotLeading e) {
      CheckRunner.LOG.info("Job {} is left to its time to live: {}", maker.name(), e.toString());
    }
  }

  private void delete(Job job) throws NotAsked, NotLeading {
    try {
      writer.delete(job);
    } catch (KubernetesClientException e) {
      // Changed or gone meanwhile: whoever looks again sees it.
      if (!(ApiFailure.of(e) instanceof ApiFailure.Conflict)
          && !(ApiFailure.of(e) instanceof ApiFailure.NotFound)) {
        throw Endpoints.notAsked("delete jobs", job.getMetadata().getNamespace(), e);
      }
    }
  }

  private ScalableResource<Job> jobs(JobMaker maker, String name) {
    return client.batch().v1().jobs().inNamespace(maker.site().namespace()).withName(name);
  }
}
