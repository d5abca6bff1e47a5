package dev.releaserecord.status.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Evidence;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.WorkloadKey;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvidenceNoteTest {

  private static String note(
      @Nullable Integer signal, @Nullable String message, @Nullable String log) {
    EvidenceWanted wanted =
        new EvidenceWanted(
            new WorkloadKey(Kind.Deployment, "users"),
            new Pod.Identity("users-1", "uid", "1"),
            "app",
            new Termination(137, 9, "OOMKilled", "", null, ""),
            Set.of(),
            false);
    Evidence evidence = new Evidence("users-1", "app", 137, signal, "OOMKilled", message, log);
    return EvidenceNote.of(new EvidenceTaken(wanted, evidence, null));
  }

  @Test
  void tellsHowItEndedAndWhatItSaid() {
    assertThat(note(9, "no memory", "one\ntwo"))
        .isEqualTo(
            "Deployment/users: container app of pod users-1 ended with exit code 137 (signal 9,"
                + " OOMKilled); its message: no memory; last lines: one\ntwo");
    assertThat(note(null, null, null))
        .isEqualTo(
            "Deployment/users: container app of pod users-1 ended with exit code 137 (OOMKilled)");
  }

  @Test
  void aLogThatStandsInForTheMessageIsToldOnce() {
    assertThat(note(null, "two", "one\ntwo")).endsWith("(OOMKilled); last lines: one\ntwo");
  }

  /** An event has half the room of the status; what came last says most. */
  @Test
  void theEndOfALongLogIsTold() {
    String note = note(null, null, "first\n" + "ü".repeat(60).concat("\n").repeat(15) + "last");
    assertThat(note).endsWith("ü\nlast").doesNotContain("first");
    assertThat(note.getBytes(StandardCharsets.UTF_8).length).isBetween(800, 1024);
  }

  @Test
  void aLongLastLineKeepsItsBeginning() {
    String note = note(null, null, "first\nbegins " + "😀".repeat(400));
    assertThat(note).contains("last lines: begins 😀").endsWith("😀…");
    assertThat(note.getBytes(StandardCharsets.UTF_8).length).isBetween(1015, 1024);
  }
}
