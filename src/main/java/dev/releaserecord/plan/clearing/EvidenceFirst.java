package dev.releaserecord.plan.clearing;

import dev.releaserecord.api.Evidence;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.plan.action.EvidenceWanted.PlainKey;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.diagnosis.Diagnosis;
import dev.releaserecord.rollout.diagnosis.Facts;
import dev.releaserecord.rollout.diagnosis.Fault;
import dev.releaserecord.rollout.diagnosis.Place;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which container's last words are to be kept: of the first fault that has any. */
public final class EvidenceFirst {

  private EvidenceFirst() {}

  /**
   * @param kept what the status holds of this workload already
   * @param plain keys whose values need not be hidden
   * @return empty where nothing ended, or the same end is kept already
   */
  public static Optional<EvidenceWanted> wanted(
      Facts facts, Diagnosis diagnosis, @Nullable Evidence kept, Set<PlainKey> plain) {
    return diagnosis.faults().stream()
        .flatMap(fault -> end(facts, fault, plain))
        .findFirst()
        .filter(wanted -> !isOf(kept, wanted));
  }

  private static Stream<EvidenceWanted> end(Facts facts, Fault fault, Set<PlainKey> plain) {
    if (!(fault.place() instanceof Place.InContainer(String name, String container, var _))) {
      return Stream.empty();
    }
    return facts.pods().stream()
        .filter(pod -> pod.name().equals(name))
        .flatMap(pod -> end(facts, pod, container, plain));
  }

  private static Stream<EvidenceWanted> end(
      Facts facts, Pod pod, String container, Set<PlainKey> plain) {
    return pod.containers().stream()
        .filter(it -> it.name().equals(container))
        .map(PodContainer::newestEnd)
        .flatMap(Stream::ofNullable)
        .map(end -> new EvidenceWanted(facts.workload().key(), pod.id(), container, end, plain));
  }

  /** The number of restarts does not count: every one would be kept anew, with the same words. */
  private static boolean isOf(@Nullable Evidence kept, EvidenceWanted wanted) {
    Termination end = wanted.end();
    return kept != null
        && wanted.pod().name().equals(kept.pod())
        && wanted.container().equals(kept.container())
        && Objects.equals(kept.exitCode(), end.exitCode())
        && Objects.equals(kept.reason(), end.reason());
  }
}
