package dev.releaserecord.cluster;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.AuditLog.Request;
import dev.releaserecord.cluster.AuditLog.Requests;
import dev.releaserecord.cluster.AuditLog.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

  @TempDir Path folder;

  @Test
  void countsByAgentAndVerbFromAMarkOn() throws IOException {
    AuditLog log = AuditLog.open(file());
    assertThat(log.since(log.mark())).isEmpty();

    write(event("kubectl/v1", "create", "ResponseComplete", 201));
    AuditLog.Mark mark = log.mark();
    write(
        event("operator", "patch", "ResponseComplete", 200)
            + event("operator", "patch", "ResponseComplete", 422)
            + event("kubectl/v1", "get", "ResponseComplete", 404));

    assertThat(log.since(mark))
        .isEqualTo(
            Map.of(new Requests("operator", "patch"), 2L, new Requests("kubectl/v1", "get"), 1L));
    assertThat(log.since(new AuditLog.Mark(0))).containsKey(new Requests("kubectl/v1", "create"));
  }

  @Test
  void aWatchCountsOnceWhetherItIsOpenedOrRefused() throws IOException {
    write(
        event("operator", "watch", "ResponseStarted", 200)
            + event("operator", "watch", "ResponseComplete", 200)
            + event("stranger", "watch", "ResponseComplete", 403));

    assertThat(AuditLog.open(file()).since(new AuditLog.Mark(0)))
        .isEqualTo(
            Map.of(new Requests("operator", "watch"), 1L, new Requests("stranger", "watch"), 1L));
  }

  @Test
  void theLineThatIsJustWrittenWaits() throws IOException {
    AuditLog log = AuditLog.open(file());
    String line = event("operator", "list", "ResponseComplete", 200);
    write(line + line.substring(0, 40));
    assertThat(log.since(new AuditLog.Mark(0))).containsValues(1L);
    write(line.substring(40));
    assertThat(log.since(new AuditLog.Mark(0))).containsValues(2L);
  }

  @Test
  void namesWhatWasAskedFor() throws IOException {
    String own = "\"user\":{\"username\":\"system:serviceaccount:gobee:op\"},";
    write(
        event("operator", "patch", "ResponseComplete", 200).replace("\"verb\"", own + "\"verb\""));
    assertThat(AuditLog.open(file()).requestsSince(new AuditLog.Mark(0)))
        .containsExactly(
            new Request(
                "system:serviceaccount:gobee:op",
                "operator",
                "patch",
                "releaserecords/status",
                "gobee",
                "core",
                200));
  }

  @Test
  void namesWhatAUserAskedOfRbac() throws IOException {
    String own = "\"user\":{\"username\":\"system:serviceaccount:gobee:op\"},";
    write(
        event("operator", "patch", "ResponseComplete", 200).replace("\"verb\"", own + "\"verb\""));
    write(event("operator", "list", "ResponseComplete", 403).replace("\"verb\"", own + "\"verb\""));
    write(event("operator", "get", "ResponseComplete", 200));
    assertThat(
            AuditLog.open(file()).usesSince(new AuditLog.Mark(0), "system:serviceaccount:gobee:op"))
        .containsExactlyInAnyOrder(
            new Use("releaserecord.dev", "releaserecords/status", "patch", false),
            new Use("releaserecord.dev", "releaserecords/status", "list", true));
  }

  private Path file() {
    return folder.resolve("audit.log");
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text, CREATE, APPEND);
  }

  private static String event(String agent, String verb, String stage, int code) {
    return """
    {"kind":"Event","stage":"%s","verb":"%s","userAgent":"%s","objectRef":{\
    "apiGroup":"releaserecord.dev","resource":"releaserecords",\
    "namespace":"gobee","name":"core","subresource":"status"},"responseStatus":{"code":%d}}
    """
        .formatted(stage, verb, agent, code);
  }
}
