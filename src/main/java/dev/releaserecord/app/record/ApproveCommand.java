package dev.releaserecord.app.record;

import dev.releaserecord.api.ApprovalMode;
import dev.releaserecord.api.ReleaseApproval;
import dev.releaserecord.api.ReleaseApprovalSpec;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.app.command.Version;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator approve RECORD}: what its status shows as the declared digest set. */
@Command(
    name = "approve",
    description =
        "Approves exactly the digest set that the record declares now, in your name as the API"
            + " server knows it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 approved, 2 wrong usage, nothing there to approve, or the cluster cannot be"
          + " used."
    })
public final class ApproveCommand implements Callable<Integer> {

  private static final String EDITED_BY = "releaserecord.dev/edited-by";

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RECORD", description = "Name of the ReleaseRecord.")
  private String name = "";

  @Option(
      names = "--digest-set",
      paramLabel = "SHA256",
      description = "The set that you reviewed: any other is not approved. Default: the declared.")
  private @Nullable String reviewed;

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, for those who read it later.")
  private @Nullable String note;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "When it no longer counts, such as 2026-12-01T08:00:00Z. Default: never.")
  private @Nullable String expires;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Logging.quiet();
    ReleaseApproval made = Session.with(cluster.parse(), this::approve);
    spec.commandLine()
        .getOut()
        .printf(
            "ReleaseApproval %s: %s approves %s of ReleaseRecord %s.%n",
            made.getMetadata().getName(),
            made.getSpec().approver(),
            made.getSpec().digestSet(),
            name);
    return ExitCodes.FINE;
  }

  private ReleaseApproval approve(KubernetesClient client, String namespace)
      throws InterruptedException {
    ReleaseRecord record = new Records(client, namespace).get(name);
    String set = approvable(record);
    String me = whoAmI(client);
    Map<String, String> annotations =
        Objects.requireNonNullElse(record.getMetadata().getAnnotations(), Map.of());
    if (me.equals(annotations.get(EDITED_BY))) {
      throw new UsageException(
          "You (%s) changed ReleaseRecord %s last, so your approval would not count; ask somebody else."
              .formatted(me, name));
    }
    Instant since = approvableSince(record);
    // Approvals carry whole seconds: one made a moment after the record was seen would not count.
    Duration early = Duration.between(Instant.now(), since);
    if (early.isPositive()) {
      Thread.sleep(early.compareTo(LONGEST_WAIT) < 0 ? early : LONGEST_WAIT);
    }
    ReleaseApproval made = client.resource(approval(namespace, set, me)).create();
    if (Instant.parse(made.getMetadata().getCreationTimestamp()).isBefore(since)) {
      throw new UsageException(
          "ReleaseApproval %s was made too early to count: before %s, when the operator saw ReleaseRecord %s as it is now. Delete it, and approve again."
              .formatted(made.getMetadata().getName(), since, name));
    }
    return made;
  }

  private static Instant approvableSince(ReleaseRecord record) {
    ReleaseRecordStatus status = record.getStatus();
    Instant since = status == null ? null : status.approvableSince();
    return since == null ? Instant.EPOCH : since;
  }

  private ReleaseApproval approval(String namespace, String set, String me) {
    ReleaseApproval approval = new ReleaseApproval();
    approval.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withGenerateName(name + "-").build());
    approval.setSpec(new ReleaseApprovalSpec(name, set, me, note, expires));
    return approval;
  }

  private String approvable(ReleaseRecord record) {
    if (record.getSpec().approvalOrDefault() != ApprovalMode.Required) {
      throw new UsageException(
          "ReleaseRecord %s asks for no approval (spec.approval is not Required).".formatted(name));
    }
    ReleaseRecordStatus status =
        Objects.requireNonNullElse(record.getStatus(), ReleaseRecordStatus.EMPTY);
    if (!Objects.equals(status.observedGeneration(), record.getMetadata().getGeneration())) {
      throw new UsageException(
          "The operator has not looked at the newest ReleaseRecord %s yet; try again once it has."
              .formatted(name));
    }
    String set = status.digestSet();
    if (set == null) {
      throw new UsageException(
          "ReleaseRecord %s declares no digest yet; there is nothing to approve.".formatted(name));
    }
    if (reviewed != null && !reviewed.equals(set)) {
      throw new UsageException(
          "ReleaseRecord %s declares %s now, not %s; review that first."
              .formatted(name, set, reviewed));
    }
    return set;
  }

  private static String whoAmI(KubernetesClient client) {
    return client
        .resource(new SelfSubjectReview())
        .create()
        .getStatus()
        .getUserInfo()
        .getUsername();
  }
}
