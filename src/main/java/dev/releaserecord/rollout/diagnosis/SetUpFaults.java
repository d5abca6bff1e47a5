package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** What keeps a pod that has a node from its volumes and its network. */
final class SetUpFaults {

  /**
   * What fails is tried again within two minutes, and told again within five where it was told
   * often (client-go's event spam filter).
   */
  private static final Duration AGAIN = Duration.ofMinutes(6);

  /** Events are kept for an hour. */
  private static final Duration KEPT = Duration.ofHours(1);

  private static final Duration SLACK = Duration.ofSeconds(15);

  /** What names its reason comes first; the same notices always tell the same. */
  private static final Comparator<Notice> TELLING_FIRST =
      Comparator.comparing((Notice notice) -> !surely(notice))
          .thenComparing(SetUpFaults::inVain)
          .thenComparing(Notice::lastSeen, Comparator.reverseOrder())
          .thenComparing(Notice::message);

  private SetUpFaults() {}

  /** Volumes and network, of which only events speak: the containers just wait. */
  static Optional<Fault> of(Facts facts, Pod pod) {
    boolean waits =
        pod.placement().node() != null
            && pod.containers().stream().allMatch(it -> it.newestEnd() == null && !running(it));
    if (!waits) {
      return Optional.empty();
    }
    return facts
        .notices(pod.id().uid())
        .filter(notice -> surely(notice) || facts.past(pod.life().created(), PodExamination.SET_UP))
        .filter(notice -> lasts(facts, pod, notice))
        .sorted(TELLING_FIRST)
        .flatMap(notice -> of(facts, pod, notice).stream())
        .findFirst();
  }

  /**
   * Whether it still fails: the kubelet waits twice as long from try to try, so what was not said
   * again within the time that it had failed for is over, and a slow pull may follow. Where the
   * node's clock differs from the API server's nothing follows from silence.
   */
  private static boolean lasts(Facts facts, Pod pod, Notice notice) {
    boolean timed =
        !notice.lastSeen().isBefore(pod.life().created()) && !facts.past(notice.lastSeen(), KEPT);
    return !timed || facts.at().isBefore(over(pod, notice));
  }

  /** Until when silence does not mean that it is over. */
  static Instant over(Pod pod, Notice notice) {
    Duration failed = Duration.between(pod.life().created(), notice.lastSeen()).plus(SLACK);
    return notice.lastSeen().plus(failed.compareTo(AGAIN) < 0 ? failed : AGAIN);
  }

  private static boolean running(PodContainer container) {
    return container.state() instanceof ContainerState.Running;
  }

  /**
   * A message that names what does not exist needs no second look. But every namespace gets its
   * kube-root-ca.crt a moment after it was made.
   */
  private static boolean surely(Notice notice) {
    return Phrases.config(notice.message()).isPresent()
        && !notice.message().contains("kube-root-ca.crt");
  }

  /** The kubelet also says that it waited in vain, and lists the volumes in no order. */
  private static boolean inVain(Notice notice) {
    return notice.message().contains("timed out waiting for the condition");
  }

  private static Optional<Fault> of(Facts facts, Pod pod, Notice notice) {
    Place place = Place.of(pod);
    return switch (notice.reason()) {
      case "FailedMount", "FailedAttachVolume", "FailedMapVolume" ->
          Optional.of(
              ConfigFaults.missing(place, notice.message())
                  .or(
                      () ->
                          Phrases.volume(notice.message())
                              .map(it -> SchedulingFaults.claimless(facts, pod, it.object())))
                  .orElseGet(
                      () ->
                          new Fault(
                              Cause.VolumeMountFailed,
                              place,
                              "cannot mount its volumes: " + Wording.cut(notice.message()),
                              "see whether the volume is attached elsewhere and its storage"
                                  + " answers")));
      case "FailedCreatePodSandBox", "NetworkNotReady" ->
          Optional.of(
              new Fault(
                  Cause.StartError,
                  place,
                  "gets no network or sandbox: " + Wording.cut(notice.message()),
                  "look at the network plugin and the container runtime of its node"));
      default -> Optional.empty();
    };
  }
}
