package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceSpec;
import dev.releaserecord.loop.Recorder.Revision;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Every status that a record ever had, held against what its Deployments were at that moment. */
final class Readiness {

  /** An edit this young cannot have reached anybody's watch yet. */
  private static final Duration LAG = Duration.ofSeconds(2);

  private final List<Revision<ReleaseRecord>> records;
  private final Recorder<Deployment> deployments;

  Readiness(List<Revision<ReleaseRecord>> records, Recorder<Deployment> deployments) {
    this.records = records;
    this.deployments = deployments;
  }

  /** How often Ready was True at the generation of that moment. */
  long assertEveryRevision() {
    long ready = 0;
    long generation = -1;
    for (Revision<ReleaseRecord> revision : records) {
      ReleaseRecordStatus status = Objects.requireNonNull(revision.object().getStatus());
      long observed = Objects.requireNonNull(status.observedGeneration());
      assertThat(observed)
          .isGreaterThanOrEqualTo(generation)
          .isLessThanOrEqualTo(revision.object().getMetadata().getGeneration());
      generation = observed;
      assertConditions(status, observed);
      if (isTrue(status, "Ready")) {
        assertCarried(revision, status, observed);
        ready++;
      }
    }
    return ready;
  }

  private static void assertConditions(ReleaseRecordStatus status, long observed) {
    Set<String> types = new HashSet<>();
    for (Condition condition : status.conditions()) {
      assertThat(types.add(condition.getType())).as("twice %s", condition.getType()).isTrue();
      assertThat(condition.getObservedGeneration()).isEqualTo(observed);
      if (Set.of("Reconciling", "Stalled").contains(condition.getType())) {
        assertThat(condition.getStatus()).isEqualTo("True");
      }
    }
    assertThat(types).contains("Ready");
    assertThat(types.contains("Reconciling") && types.contains("Stalled")).isFalse();
    if (isTrue(status, "Ready")) {
      assertThat(types).doesNotContain("Reconciling", "Stalled");
      assertThat(status.services()).allMatch(service -> service.phase() == Phase.Verified);
    }
  }

  private void assertCarried(
      Revision<ReleaseRecord> revision, ReleaseRecordStatus status, long observed) {
    ReleaseRecord spoken =
        records.stream()
            .map(Revision::object)
            .filter(record -> record.getMetadata().getGeneration() == observed)
            .findFirst()
            .orElseThrow();
    for (ServiceSpec service : spoken.getSpec().services()) {
      String declared = Manifests.PREFIX + "/" + service.name() + "@" + service.digest();
      assertThat(status.services())
          .anyMatch(it -> it.name().equals(service.name()) && declared.equals(it.image()));
      assertThat(carried(service.name(), declared, revision))
          .as(
              "%s carried %s when Ready was said at revision %s",
              service.name(), declared, revision.number())
          .isTrue();
    }
  }

  /** Then, or until a moment before. */
  private boolean carried(String deployment, String image, Revision<ReleaseRecord> then) {
    List<Revision<Deployment>> history = deployments.of(deployment);
    for (int i = 0; i < history.size(); i++) {
      Revision<Deployment> from = history.get(i);
      boolean last = i + 1 == history.size();
      boolean reaches =
          last
              || history.get(i + 1).number() > then.number()
              || then.arrived() - history.get(i + 1).arrived() < LAG.toNanos();
      if (from.number() < then.number() && reaches && rolledOut(from.object(), image)) {
        return true;
      }
    }
    return false;
  }

  private static boolean rolledOut(Deployment deployment, String image) {
    var status = deployment.getStatus();
    return deployment
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getImage()
            .equals(image)
        && deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && deployment.getSpec().getReplicas().equals(status.getUpdatedReplicas())
        && deployment.getSpec().getReplicas().equals(status.getAvailableReplicas());
  }

  private static boolean isTrue(ReleaseRecordStatus status, String type) {
    return status.conditions().stream()
        .anyMatch(it -> it.getType().equals(type) && it.getStatus().equals("True"));
  }
}
