package dev.releaserecord.plan;

import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.clearing.RolloutClock;
import dev.releaserecord.plan.drift.Contest;
import dev.releaserecord.plan.pull.PullPlanner;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Diagnosis;
import dev.releaserecord.rollout.diagnosis.Facts;
import dev.releaserecord.rollout.diagnosis.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How one workload of one service stands, before anybody decides whether to act. */
public sealed interface Finding {

  WorkloadKey key();

  record Missing(WorkloadKey key) implements Finding {}

  record Unreadable(WorkloadKey key, String why) implements Finding {}

  /** A controller above it owns its template: a pin would be undone. */
  record Owned(WorkloadKey key, String controller) implements Finding {}

  record NoContainer(WorkloadKey key, String message) implements Finding {}

  /** An older record governs a container of it. */
  record Claimed(WorkloadKey key, String message) implements Finding {}

  /** There is no digest to pin yet. */
  record Undeclared(Governed governed) implements Finding {
    @Override
    public WorkloadKey key() {
      return governed.workload.key();
    }
  }

  /** Images to write. */
  record Differs(Governed governed, List<ImageChange> changes) implements Finding {
    @Override
    public WorkloadKey key() {
      return governed.workload.key();
    }

    boolean isDrift() {
      return changes.stream().anyMatch(ImageChange::drift);
    }

    /** Whether something has to be written down before it may be set back. */
    boolean early(Contest contest) {
      return changes.stream().anyMatch(change -> contest.early(key(), change));
    }

    /** Which containers somebody else moved, whither, and who. */
    String moved() {
      return changes.stream()
          .filter(ImageChange::drift)
          .map(
              change ->
                  "container "
                      + change.container()
                      + " of "
                      + key()
                      + " was moved to "
                      + change.from()
                      + (change.manager() == null ? "" : " by " + change.manager()))
          .collect(Collectors.joining("; "));
    }
  }

  /** Every governed container carries the digest. */
  record Pinned(Governed governed) implements Finding {
    @Override
    public WorkloadKey key() {
      return governed.workload.key();
    }
  }

  /**
   * A workload whose containers are known.
   *
   * @param running digests that pods really run; unknown ones are left out
   */
  record Governed(
      Workload workload, List<TemplateContainer> containers, Health health, List<String> running) {

    /** How far the rollout of the declared digest has come. */
    public Progress progress() {
      return health.progress;
    }

    public Diagnosis diagnosis() {
      return health.diagnosis;
    }

    /** Whether the passing of time alone makes nothing else of it. */
    boolean rests() {
      return health.progress instanceof Progress.Steady
          && health.diagnosis.faults().isEmpty()
          && health.diagnosis.lookAgain() == null
          && (health.clock == null || !health.clock.running());
    }

    /** What pulling its image depends on. */
    PullPlanner.Part pulling(boolean pinned) {
      Facts facts = health.facts;
      return new PullPlanner.Part(
          workload, containers, facts.pods(), facts.around().nodes(), pinned);
    }

    /** What keeps all of its pods down; empty where one is available, or none is wanted. */
    Optional<Diagnosis> outage() {
      boolean down = workload.replicas().wanted() > 0 && workload.replicas().available() == 0;
      return Optional.of(health.diagnosis).filter(it -> down && it.root().isPresent());
    }
  }

  /**
   * How a workload does.
   *
   * @param facts that it was judged by
   * @param revision the hash of its newest pod template, empty where nobody knows
   * @param serving whether a pod of that revision is Ready
   * @param clock of the rollout of the declared digest; null while there is none
   */
  record Health(
      Facts facts,
      Progress progress,
      Diagnosis diagnosis,
      String revision,
      boolean serving,
      @Nullable RolloutClock clock) {

    Health with(RolloutClock newClock) {
      return new Health(facts, progress, diagnosis, revision, serving, newClock);
    }
  }

  /** Of each workload that can be seen, what pulling its image depends on. */
  static List<PullPlanner.Part> pulling(List<Finding> findings) {
    return findings.stream()
        .flatMap(
            finding ->
                Stream.ofNullable(finding.governedOrNull())
                    .map(governed -> governed.pulling(finding instanceof Pinned)))
        .toList();
  }

  /** The governed workload, where there is one. */
  default @Nullable Governed governedOrNull() {
    return switch (this) {
      case Undeclared undeclared -> undeclared.governed;
      case Differs differs -> differs.governed;
      case Pinned pinned -> pinned.governed;
      case Missing _, Unreadable _, Owned _, NoContainer _, Claimed _ -> null;
    };
  }

  /** Those with images to write. */
  static Stream<Differs> differing(List<Finding> findings) {
    return findings.stream()
        .flatMap(it -> it instanceof Differs differs ? Stream.of(differs) : Stream.empty());
  }

  /** A container of a template. */
  record Place(WorkloadKey workload, String container) {
    @Override
    public String toString() {
      return "container " + container + " of " + workload;
    }
  }

  /** A container that two services of one record claim: neither could ever be right. */
  static Optional<String> shared(Map<String, List<Finding>> findings) {
    Map<Place, String> owners = new HashMap<>();
    for (Map.Entry<String, List<Finding>> service : findings.entrySet()) {
      for (Finding finding : service.getValue()) {
        Governed governed = finding instanceof Finding.Undeclared ? null : finding.governedOrNull();
        if (governed == null) {
          continue;
        }
        for (TemplateContainer container : governed.containers()) {
          Place place = new Place(finding.key(), container.name());
          String owner = owners.putIfAbsent(place, service.getKey());
          if (owner != null && !owner.equals(service.getKey())) {
            return Optional.of(
                place
                    + " is claimed by the services "
                    + owner
                    + " and "
                    + service.getKey()
                    + "; name the containers of each in spec.services[].workloads[].containers");
          }
        }
      }
    }
    return Optional.empty();
  }
}
