package dev.releaserecord.plan;

import dev.releaserecord.plan.Action.ImageChange;
import dev.releaserecord.rollout.Progress;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.List;
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
   * @param progress of pods that run the declared digest
   * @param running digests that pods really run; unknown ones are left out
   * @param broken why its present template cannot run; null where nothing is wrong with it
   */
  record Governed(
      Workload workload,
      List<TemplateContainer> containers,
      Progress progress,
      List<String> running,
      @Nullable Broken broken) {

    /** Whether it wants pods, has none, and the template says why. */
    boolean stuck() {
      return broken != null
          && workload.replicas().wanted() > 0
          && workload.replicas().available() == 0;
    }
  }

  /** A fault of a template that no passing of time mends. */
  record Broken(Cause cause, String message) {}

  /** The governed workload, where there is one. */
  default @Nullable Governed governedOrNull() {
    return switch (this) {
      case Undeclared undeclared -> undeclared.governed;
      case Differs differs -> differs.governed;
      case Pinned pinned -> pinned.governed;
      case Missing _, Unreadable _, Owned _, NoContainer _, Claimed _ -> null;
    };
  }
}
