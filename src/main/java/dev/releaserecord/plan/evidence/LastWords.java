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

  /** What is to be read now; nothing where the same end is kept already, with its log. */
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
        .flatMap(fault -> end(of, fault))
        .findFirst()
        .filter(wanted -> !wanted.again() || of.kept == null || of.kept.log() == null);
  }

  private static Stream<EvidenceWanted> end(Case of, Fault fault) {
    if (!(fault.place() instanceof Place.InContainer(String name, String container, var _))) {
      return Stream.empty();
    }
    return of.facts.pods().stream()
        .filter(pod -> pod.name().equals(name))
        .flatMap(pod -> end(of, pod, container));
  }

  private static Stream<EvidenceWanted> end(Case of, Pod pod, String container) {
    return pod.containers().stream()
        .filter(it -> it.name().equals(container))
        .map(PodContainer::newestEnd)
        .flatMap(Stream::ofNullable)
        .map(
            end ->
                new EvidenceWanted(
                    of.facts.workload().key(),
                    pod.id(),
                    container,
                    end,
                    of.plain,
                    isOf(of.kept, pod, container, end)));
  }

  /** The number of restarts does not count: every one would be kept anew, with the same words. */
  private static boolean isOf(@Nullable Evidence kept, Pod pod, String container, Termination end) {
    return kept != null
        && pod.name().equals(kept.pod())
        && container.equals(kept.container())
        && Objects.equals(kept.exitCode(), end.exitCode())
        && Objects.equals(kept.reason(), end.reason().isEmpty() ? null : end.reason());
  }
}
