package dev.releaserecord.check;

import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.plan.check.CheckWanted;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/** The Job of a check: everything about it follows from what is wanted, its name too. */
record JobMaker(Site site, CheckWanted wanted) {

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String OPERATOR = "release-operator";
  private static final String RECORD = "releaserecord.dev/record";
  private static final String CHECK = "releaserecord.dev/check";

  /** A Job's name may have 63 characters. */
  private static final int NAME = 40;

  private static final int DIGITS = 12;

  /** For a person who looks after it, and for an operator that was away. */
  private static final int KEPT_SECONDS = 3600;

  /** Whoever judges it ends it first, while its pods can still be read. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Of one attempt at one proof: another process finds the same. */
  String name() {
    String check = wanted.rule().name();
    String start = check.length() > NAME ? check.substring(0, NAME) : check;
    return "check-" + start + "-" + digest();
  }

  private String digest() {
    String all =
        String.join(
            "\n",
            site.uid(),
            owner(),
            wanted.proves(),
            wanted.since().toString(),
            String.valueOf(wanted.last()));
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Which check of which service, whatever it proves. */
  private String owner() {
    String service = wanted.subject().service();
    CheckMoment moment = wanted.subject().moment();
    return (service == null ? "" : service + "/") + wanted.rule().name() + "/" + moment;
  }

  Map<String, String> labels() {
    return Map.of(MANAGED_BY, OPERATOR, RECORD, site.record());
  }

  /** Whether a Job was made for this record. */
  boolean isOurs(Job job) {
    return job.getMetadata().getOwnerReferences().stream()
        .anyMatch(it -> site.uid().equals(it.getUid()));
  }

  /** Whether it is another attempt at the same check. */
  boolean isOther(Job job) {
    return isOurs(job)
        && !name().equals(job.getMetadata().getName())
        && owner().equals(job.getMetadata().getAnnotations().get(CHECK));
  }

  Job make(CronJob from) {
    Duration most = wanted.rule().timeout().plus(GRACE);
    Job job =
        new JobBuilder()
            .withNewMetadata()
            .withName(name())
            .withNamespace(site.namespace())
            .withLabels(labels())
            .withAnnotations(Map.of(CHECK, owner()))
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("releaserecord.dev/v1")
                    .withKind("ReleaseRecord")
                    .withName(site.record())
                    .withUid(site.uid())
                    .withController(true)
                    .build())
            .endMetadata()
            .withSpec(from.getSpec().getJobTemplate().getSpec())
            .build();
    Long own = job.getSpec().getActiveDeadlineSeconds();
    job.getSpec()
        .setActiveDeadlineSeconds(own == null ? most.toSeconds() : Math.min(own, most.toSeconds()));
    job.getSpec().setTtlSecondsAfterFinished(KEPT_SECONDS);
    job.getSpec().setSuspend(null);
    return job;
  }
}
