package dev.releaserecord.plan.evidence;

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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which containers' last words are kept: of each workload the first fault's that has any. */
public final class LastWords {

  /** The status holds so many logs and no more; those nearest the root are read. */
  private static final int KEPT = 20;

  private LastWords() {}

  /**
   * A workload with something wrong.
   *
   * @param kept what the status holds of it already
   * @param plain keys whose values need not be hidden
   */
  public record Case(
      Facts facts, Diagnosis diagnosis, @Nullable Evidence kept, Set<PlainKey> plain) {}

  /** What is to be read now; nothing where the same end is kept already. */
  public static List<EvidenceWanted> wanted(Stream<Case> cases) {
    return cases
        .filter(it -> it.diagnosis.root().isPresent())
        .sorted(Comparator.comparing(it -> it.diagnosis.root().orElseThrow().cause()))
        .limit(KEPT)
        .flatMap(it -> wanted(it).stream())
        .toList();
  }

  private static Optional<EvidenceWanted> wanted(Case of) {
    return of.diagnosis.faults().stream()
        .flatMap(fault -> end(of.facts, fault, of.plain))
        .findFirst()
        .filter(wanted -> !isOf(of.kept, wanted));
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
