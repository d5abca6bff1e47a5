package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * No operator pins a set again that a record refuses, that gave way to a recorded one, or that
 * somebody undid by hand: until the record declares something else, or somebody asks to try again.
 */
final class GivenUpStaysOut implements Invariant {

  static final String NAME = "what was given up stays out";

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    for (List<Revision> history : account.workloads()) {
      Undone undone = new Undone(account);
      Map<String, String> before = Workloads.images(history.getFirst().object());
      for (Revision now : history) {
        Map<String, String> images = Workloads.images(now.object());
        boolean changed = !images.equals(before);
        if (changed && account.edits().contains(now.number())) {
          undone.edited(now, before, images);
        } else if (changed) {
          String why = why(account, now);
          String said = why == null ? undone.why(now, images) : why;
          if (said != null) {
            found.add(
                account.violation(
                    NAME,
                    "at %d %s/%s was pinned to a set %s"
                        .formatted(now.number(), now.resource(), now.name(), said),
                    now.resource(),
                    now.name()));
          }
        }
        before = images;
      }
    }
    return found;
  }

  private static @Nullable String why(Account account, Revision pinned) {
    return record(account, pinned)
        .map(
            record -> {
              if (refused(record).anyMatch(set -> Sets.pinnedTo(pinned.object(), set))) {
                return "that the record refuses";
              }
              return !askedAgain(record)
                      && gaveWay(account, record)
                          .anyMatch(set -> Sets.pinnedTo(pinned.object(), set))
                  ? "that had given way"
                  : null;
            })
        .orElse(null);
  }

  private static Stream<String> refused(Revision record) {
    return record.object().at("/spec/refuse").valueStream().map(JsonNode::asText);
  }

  /** Sets that failed while the record declared what it declares; a status may have forgotten. */
  private static Stream<String> gaveWay(Account account, Revision record) {
    return account
        .records()
        .filter(it -> it.number() <= record.number() && sameSpec(it, record))
        .map(it -> it.object().at("/status/rollback/from").asText())
        .filter(set -> !set.isEmpty());
  }

  /** The newest record by then that names a workload. */
  private static Optional<Revision> record(Account account, Revision workload) {
    return account
        .records()
        .filter(it -> it.number() < workload.number())
        .filter(it -> Declaration.of(it.object()).names(workload.resource(), workload.name()))
        .reduce((_, later) -> later);
  }

  static boolean sameSpec(Revision one, Revision other) {
    return one.uid().equals(other.uid())
        && one.object().at("/metadata/generation").equals(other.object().at("/metadata/generation"))
        && retry(one).equals(retry(other));
  }

  /** Whether somebody asked to try again, and no status has answered yet. */
  static boolean askedAgain(Revision record) {
    return !retry(record).isEmpty()
        && !retry(record).equals(record.object().at("/status/lastHandledRetry").asText());
  }

  private static String retry(Revision record) {
    return record.object().at("/metadata/annotations").path("releaserecord.dev/retry").asText();
  }

  /** What somebody moved a workload away from, back to what a recorded set ran. */
  private static final class Undone {

    private final Account account;
    private final Map<Map<String, String>, Revision> left = new HashMap<>();

    private Undone(Account account) {
      this.account = account;
    }

    void edited(Revision now, Map<String, String> from, Map<String, String> to) {
      record(account, now)
          .filter(_ -> to.values().stream().allMatch(it -> ran(now, it)))
          .filter(_ -> from.values().stream().noneMatch(it -> ran(now, it)))
          .ifPresent(record -> left.put(from, record));
    }

    private boolean ran(Revision now, String image) {
      return Sets.steps(account).stream()
          .filter(step -> step.revision().number() < now.number())
          .flatMap(step -> step.revision().object().at("/data/services").valueStream())
          .anyMatch(
              it -> image.equals(it.path("image").asText() + "@" + it.path("digest").asText()));
    }

    @Nullable String why(Revision now, Map<String, String> images) {
      Revision then = left.get(images);
      return then != null && record(account, now).filter(it -> sameSpec(it, then)).isPresent()
          ? "that somebody had undone"
          : null;
    }
  }
}
