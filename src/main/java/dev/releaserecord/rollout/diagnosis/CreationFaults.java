package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Quota;
import dev.releaserecord.rollout.Revision;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why the controller of a workload cannot make its pods. */
final class CreationFaults {

  /**
   * Who tried (the ReplicaSet or DaemonSet controller, the StatefulSet controller), and {@code pods
   * "x" is forbidden: }, which names a pod that never was, another one at each attempt.
   */
  private static final Pattern PREAMBLE =
      Pattern.compile(
          "^(Error creating: |create .{0,600}? failed error: )?"
              + "([a-z]+ \"[^\"]*\" is (forbidden|invalid): )?",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  /** What the API server appends to {@code generateName}: five letters of 27. */
  private static final String SUFFIX = "-[2456789bcdfghjklmnpqrstvwxz]{5}\\b";

  private CreationFaults() {}

  /** A ReplicaSet says so in its status. */
  static Optional<Fault> ofReplicaSet(Facts facts) {
    return facts
        .newest()
        .flatMap(revision -> Optional.ofNullable(revision.failure()))
        .filter(failure -> failure.reason().equals("FailedCreate"))
        .map(Revision.Failure::message)
        .map(message -> of(facts, message));
  }

  /**
   * A StatefulSet or DaemonSet tells it by an event alone, which goes after an hour. What is used
   * up of a quota then still says why pods are missing.
   *
   * @param living pods that are not on their way out
   */
  static Optional<Fault> ofController(Facts facts, long living) {
    // A pod on its way out still holds the place of the one that follows it.
    List<Pod> standing = facts.pods().stream().filter(pod -> pod.life().ended() == null).toList();
    if (standing.size() >= facts.workload().replicas().wanted()) {
      return Optional.empty();
    }
    return facts
        .notices(facts.workload().id().uid())
        .filter(notice -> notice.reason().equals("FailedCreate"))
        .filter(notice -> standing.stream().noneMatch(pod -> madeAfter(pod, notice)))
        .max(Comparator.comparing(Notice::lastSeen))
        .map(notice -> of(facts, Wording.alone(notice.message())))
        .or(
            () ->
                standing.stream().allMatch(Pod::ready) ? usedUp(facts, living) : Optional.empty());
  }

  private static boolean madeAfter(Pod pod, Notice notice) {
    return pod.life().created().isAfter(notice.lastSeen().plusSeconds(1));
  }

  private static Optional<Fault> usedUp(Facts facts, long living) {
    return facts.around().quotas().stream()
        .filter(quota -> quota.exhausted().stream().anyMatch(CreationFaults::countsPods))
        .findFirst()
        .map(
            quota ->
                quota(
                    quota.name(),
                    "has "
                        + living
                        + " of "
                        + facts.workload().replicas().wanted()
                        + " pods, and ResourceQuota "
                        + quota.name()
                        + " is used up ("
                        + used(quota)
                        + ")"));
  }

  private static boolean countsPods(String exhausted) {
    return exhausted.startsWith("pods:") || exhausted.startsWith("count/pods:");
  }

  private static String used(Quota quota) {
    return String.join(", ", quota.exhausted());
  }

  private static Fault of(Facts facts, String message) {
    String said = Wording.cut(nameless(facts, PREAMBLE.matcher(message).replaceFirst("")));
    return Phrases.admission(message)
        .filter(meaning -> meaning.cause() == Cause.QuotaExceeded)
        .map(meaning -> quota(meaning.object(), "cannot make more pods: " + said))
        .orElseGet(
            () ->
                new Fault(
                    Cause.AdmissionDenied,
                    new Place.InWorkload(),
                    "cannot make pods: " + said,
                    "mend the pod template in the manifest, or the rule that denies it"));
  }

  /** Webhooks name the pod too, by a name that is another at each attempt. */
  private static String nameless(Facts facts, String said) {
    String maker =
        facts.workload().key().kind() == Kind.Deployment
            ? facts.newest().map(Revision::name).orElse("")
            : facts.workload().key().name();
    return maker.isEmpty() ? said : said.replaceAll(Pattern.quote(maker) + SUFFIX, maker);
  }

  private static Fault quota(String name, String seen) {
    return new Fault(
        Cause.QuotaExceeded,
        new Place.InWorkload(),
        seen,
        "raise ResourceQuota " + name + ", or make room in the namespace");
  }
}
