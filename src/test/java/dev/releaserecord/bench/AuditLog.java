package dev.releaserecord.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The API server's own account of every request: what is counted and timed comes from here, for all
 * sides alike, and costs none of them anything.
 */
final class AuditLog implements AutoCloseable {

  /** A whole request, as it ended; a watch counts when it begins. */
  record Request(
      String agent,
      String verb,
      String resource,
      String namespace,
      String name,
      int code,
      Instant ended) {

    boolean is(String wantedVerb, String wantedResource) {
      return verb.equals(wantedVerb) && resource.equals(wantedResource) && code < 300;
    }

    boolean writes() {
      return switch (verb) {
        case "create", "update", "patch", "delete", "deletecollection" -> true;
        default -> false;
      };
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 1 << 20;

  private final RandomAccessFile file;
  private final StringBuilder rest = new StringBuilder();

  private AuditLog(RandomAccessFile file) {
    this.file = file;
  }

  /** From now on. */
  static AuditLog follow(Path path) {
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
      file.seek(file.length());
      return new AuditLog(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was added since the last call. */
  List<Request> read() {
    List<Request> requests = new ArrayList<>();
    try {
      byte[] bytes = new byte[CHUNK];
      int count;
      while ((count = file.read(bytes)) > 0) {
        rest.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
        int end = rest.lastIndexOf("\n");
        if (end >= 0) {
          for (String line : rest.substring(0, end).split("\n", -1)) {
            add(requests, JSON.readTree(line));
          }
          rest.delete(0, end + 1);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return requests;
  }

  private static void add(List<Request> requests, JsonNode event) {
    String verb = event.path("verb").asText();
    String stage = event.path("stage").asText();
    if (!stage.equals(verb.equals("watch") ? "ResponseStarted" : "ResponseComplete")) {
      return;
    }
    JsonNode object = event.path("objectRef");
    String subresource = object.path("subresource").asText("");
    requests.add(
        new Request(
            event.path("userAgent").asText(),
            verb,
            object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
            object.path("namespace").asText(),
            object.path("name").asText(),
            event.path("responseStatus").path("code").asInt(),
            Instant.parse(event.path("stageTimestamp").asText())));
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
