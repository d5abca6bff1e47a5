package dev.releaserecord.plan.rotation;

import static java.util.stream.Collectors.joining;

import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is said of rotations. Names and instants, never a value. */
public final class Telling {

  private Telling() {}

  static String waits(Member member, String why) {
    return "; " + due(member) + "; not restarted yet: " + why;
  }

  static String restarts(Member member) {
    return "; " + due(member) + "; restarted for it";
  }

  static String planned(Member member) {
    return "restart its pods for " + names(member);
  }

  /** What is only reported, and how to get it done. */
  static String reported(Member member) {
    return member.standings().stream()
        .flatMap(
            standing ->
                standing.changes().stream()
                    .filter(change -> change.of().declared() && !change.restarts())
                    .map(
                        change ->
                            "; "
                                + stale(standing, change)
                                + " (onRotation is Report): "
                                + command(standing)))
        .collect(joining());
  }

  /** The warning {@code ConfigChanged}: of what no entry of {@code secrets} names. */
  public static Stream<String> warnings(Standing standing) {
    return standing.changes().stream()
        .filter(change -> !change.of().declared() && !change.restarts())
        .map(
            change ->
                stale(standing, change)
                    + "; "
                    + command(standing)
                    + ", or have it done: onConfigChange: Restart");
  }

  static String takenBack(Content content) {
    return "it was restarted for it, and somebody brought the old template back; write into "
        + content.object()
        + " what is right, or restart it by hand: nobody else is restarted before it is well";
  }

  static String trying(Member first) {
    if (first.takenBack().isPresent()) {
      return first.name() + ", which was restarted first, was set back by somebody";
    }
    String who =
        first.name()
            + (first.unproven() ? ", which was restarted first, " : ", which has it already, ");
    return first.condition() == Member.Condition.Broken
        ? who + "is not well with what it holds now"
        : who + "is not verified yet";
  }

  static String trouble(ObjectRef object, List<String> waiting) {
    return "; it was restarted for what "
        + object
        + " holds now: if that is wrong, write the right value, and it is restarted again; if a"
        + " database does not know it yet, tell it, and have its pods tried again at once: annotate"
        + " the record with releaserecord.dev/retry=<any new value>"
        + (waiting.isEmpty()
            ? ""
            : "; " + String.join(", ", waiting) + " not restarted until it is well");
  }

  private static String stale(Standing standing, Content change) {
    return change.text()
        + ", and "
        + change.stale().size()
        + (change.stale().size() == 1 ? " pod" : " pods")
        + " of "
        + standing.workload().key()
        + " may run with what it held before until restarted";
  }

  private static String command(Standing standing) {
    return "kubectl rollout restart "
        + standing.workload().key().toString().toLowerCase(Locale.ROOT);
  }

  private static String due(Member member) {
    return member.due().stream().map(Content::text).distinct().collect(joining(", "));
  }

  private static String names(Member member) {
    return member.due().stream()
        .map(it -> it.object().toString())
        .distinct()
        .collect(joining(", "));
  }
}
