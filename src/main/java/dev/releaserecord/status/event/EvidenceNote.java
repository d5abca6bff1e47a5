package dev.releaserecord.status.event;

import dev.releaserecord.api.Evidence;
import dev.releaserecord.plan.action.EvidenceTaken;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** What an event tells of a container that broke: how it ended, and of its log the end. */
final class EvidenceNote {

  /** The API server's limit for a note, in bytes. */
  private static final int LIMIT = 1024;

  private static final int MESSAGE = 256;

  private EvidenceNote() {}

  static String of(EvidenceTaken taken) {
    Evidence evidence = taken.evidence();
    String log = evidence.log() == null ? "" : evidence.log();
    String message = evidence.message() == null ? "" : evidence.message();
    StringBuilder note =
        new StringBuilder(
            "%s: container %s of pod %s ended with exit code %d"
                .formatted(
                    taken.wanted().workload(),
                    evidence.container(),
                    evidence.pod(),
                    evidence.exitCode()));
    StringJoiner how = new StringJoiner(", ", " (", ")").setEmptyValue("");
    if (evidence.signal() != null) {
      how.add("signal " + evidence.signal());
    }
    if (evidence.reason() != null) {
      how.add(evidence.reason());
    }
    note.append(how);
    // A log that stands in for a message need not be told twice.
    if (!message.isEmpty() && !log.contains(message)) {
      note.append("; its message: ").append(end(message, MESSAGE));
    }
    if (!log.isEmpty()) {
      note.append("; last lines: ");
      note.append(end(log, LIMIT - bytes(note.toString())));
    }
    return note.toString();
  }

  /** The last whole lines; the start of the last line where that alone is too long. */
  private static String end(String text, int limit) {
    String rest = text;
    while (bytes(rest) > limit && rest.indexOf('\n') >= 0) {
      rest = rest.substring(rest.indexOf('\n') + 1);
    }
    if (bytes(rest) <= limit) {
      return rest;
    }
    int to = Math.min(rest.length(), limit);
    while (bytes(rest.substring(0, to)) > limit - 3) {
      to = rest.offsetByCodePoints(to, -1);
    }
    return rest.substring(0, to) + "…";
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
