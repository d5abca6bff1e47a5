package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.api.ReleaseApproval;
import dev.releaserecord.loop.Manifests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two services wait for an approval, which comes; they are pinned one after the other. The user of
 * this scenario takes it back, and gives another.
 */
final class Approve implements Scenario {

  private static final List<String> SERVICES = List.of("users", "certs");
  private static final String RECORD = "core";
  private static final int REPLICAS = 1;
  private static final int OCCURRENCES = 2;

  @Override
  public String name() {
    return "approve";
  }

  @Override
  public int occurrences() {
    return OCCURRENCES;
  }

  @Override
  public void prepare(Stage stage) {
    for (String name : SERVICES) {
      stage.apply(
          Manifests.deployment(
              name,
              REPLICAS,
              """
              terminationGracePeriodSeconds: 0
              containers:
              - {name: %s, image: "%s"}
              """
                  .formatted(name, Manifests.PREFIX + "/" + name + ":1")));
    }
    stage.awaitAvailable(SERVICES, REPLICAS);
  }

  @Override
  public void act(Stage stage) {
    declare(stage, Duration.ofSeconds(1));
    give(stage, "first", null);
  }

  /** Applies the record; returns when it can be approved. */
  static void declare(Stage stage, Duration settle) {
    stage.apply(
        Manifests.record(
            RECORD,
            """
            approval: Required
            settle: %2$ds
            services:
            - {name: users, digest: "%1$s"}
            - {name: certs, digest: "%1$s", after: [users]}
            """
                .formatted(Manifests.digest("one"), settle.toSeconds())));
    await("awaiting approval in " + stage.namespace())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> approvable(stage));
  }

  private static boolean approvable(Stage stage) {
    JsonNode status = stage.live("releaserecords", RECORD).path("status");
    return status.at("/services/0/phase").asText().equals("AwaitingApproval")
        && !Instant.now().isBefore(Instant.parse(status.path("approvableSince").asText()));
  }

  /**
   * Approves what is declared.
   *
   * @param expires null for never
   */
  static void give(Stage stage, String name, @Nullable Instant expires) {
    String set = stage.live("releaserecords", RECORD).at("/status/digestSet").asText();
    String end = expires == null ? "" : ", expires: \"" + expires + "\"";
    stage.apply(
        """
        apiVersion: releaserecord.dev/v1
        kind: ReleaseApproval
        metadata: {name: %s}
        spec: {record: %s, digestSet: "%s", approver: alice%s}
        """
            .formatted(name, RECORD, set, end));
  }

  @Override
  public boolean hasUser() {
    return true;
  }

  /** Takes back what was given, if it was, and says what it means again. */
  @Override
  public void edit(Stage stage) {
    var approvals = stage.client().resources(ReleaseApproval.class).inNamespace(stage.namespace());
    if (!approvals.withName("first").delete().isEmpty()) {
      give(stage, "second", null);
    }
  }

  /** One more than is needed. */
  @Override
  public void scale(Stage stage) {
    if (stage.live("releaserecords", RECORD).at("/status/digestSet").isTextual()) {
      give(stage, "another", null);
    }
  }

  /**
   * An operator that starts from an older list than the one before left off asks again: it does not
   * know that what it sees now had been seen before the approval.
   */
  private static void approveAgain(Stage stage) {
    JsonNode status = stage.live("releaserecords", RECORD).path("status");
    String since = status.path("approvableSince").asText();
    if (status.path("services").toString().contains("approve again")
        && !Instant.now().isBefore(Instant.parse(since))) {
      give(stage, "again-" + Instant.parse(since).getEpochSecond(), null);
    }
  }

  @Override
  public void assertReached(Stage stage) {
    approveAgain(stage);
    stage.assertReady(RECORD);
    for (String name : SERVICES) {
      assertThat(stage.image(name)).isEqualTo(Manifests.image(name, "one"));
    }
    assertThat(stage.live("releaserecords", RECORD).at("/status/approvedBy").asText())
        .isEqualTo("alice");
  }
}
