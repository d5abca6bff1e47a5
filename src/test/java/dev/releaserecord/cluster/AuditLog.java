package dev.releaserecord.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The API server's audit log as a count of requests. The server writes a request down when it has
 * answered it, so a reader waits for the count it expects rather than reading once.
 */
public final class AuditLog {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST_ERROR = 400;
  private static final int FORBIDDEN = 403;

  private final Path file;

  private AuditLog(Path file) {
    this.file = file;
  }

  /** A place in the log: what was written before it does not count. */
  public record Mark(long bytes) {}

  /** Who asked, and how. */
  public record Requests(String userAgent, String verb) implements Comparable<Requests> {
    @Override
    public int compareTo(Requests other) {
      int byAgent = userAgent.compareTo(other.userAgent);
      return byAgent == 0 ? verb.compareTo(other.verb) : byAgent;
    }
  }

  /**
   * One request.
   *
   * @param user who asked, as the API server knows them
   * @param resource the plural, with the subresource behind a slash; empty for paths that are no
   *     resource
   * @param namespace empty for cluster-wide requests
   * @param name empty for collections
   * @param code the HTTP status that it was answered with
   */
  public record Request(
      String user,
      String userAgent,
      String verb,
      String resource,
      String namespace,
      String name,
      int code) {}

  /**
   * What RBAC was asked for.
   *
   * @param resource the plural, with the subresource behind a slash
   * @param refused whether it said no
   */
  public record Use(String group, String resource, String verb, boolean refused) {}

  /** The log at that path, which need not be there yet. */
  public static AuditLog open(Path file) {
    return new AuditLog(file);
  }

  /** The end of the log as it is now. */
  public Mark mark() {
    try {
      return new Mark(Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many requests were answered since then, by who asked and how; a watch counts once. */
  public Map<Requests, Long> since(Mark mark) {
    return requestsSince(mark).stream()
        .collect(
            Collectors.groupingBy(
                request -> new Requests(request.userAgent(), request.verb()),
                TreeMap::new,
                Collectors.counting()));
  }

  /** The requests since then, in the order of the log. */
  public List<Request> requestsSince(Mark mark) {
    if (!Files.exists(file)) {
      return List.of();
    }
    return wholeLines(mark).lines().map(AuditLog::read).flatMap(Optional::stream).toList();
  }

  /** What that user asked of RBAC since then, by its name as the API server knows it. */
  public Set<Use> usesSince(Mark mark, String user) {
    return Files.exists(file)
        ? wholeLines(mark)
            .lines()
            .map(AuditLog::parse)
            .filter(event -> user(event).equals(user))
            .filter(event -> event.has("objectRef"))
            .map(AuditLog::use)
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static String user(JsonNode event) {
    return event.path("user").path("username").asText();
  }

  private static Use use(JsonNode event) {
    JsonNode object = event.path("objectRef");
    return new Use(
        object.path("apiGroup").asText(),
        resource(object),
        event.path("verb").asText(),
        event.path("responseStatus").path("code").asInt() == FORBIDDEN);
  }

  /** Without the line that the server is just writing. */
  private String wholeLines(Mark mark) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(mark.bytes());
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - mark.bytes()));
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // Until the size that it had.
      }
      int end = bytes.position();
      while (end > 0 && bytes.get(end - 1) != '\n') {
        end--;
      }
      return new String(bytes.array(), 0, end, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Request> read(String line) {
    JsonNode event = parse(line);
    int code = event.path("responseStatus").path("code").asInt();
    String verb = event.path("verb").asText();
    return counts(event.path("stage").asText(), verb, code)
        ? Optional.of(request(event, verb, code))
        : Optional.empty();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException("no line of an audit log: " + line, e);
    }
  }

  /** A watch has two lines: it counts when it begins, or when it is refused. */
  private static boolean counts(String stage, String verb, int code) {
    boolean openWatch = verb.equals("watch") && code < FIRST_ERROR;
    return stage.equals(openWatch ? "ResponseStarted" : "ResponseComplete");
  }

  private static Request request(JsonNode event, String verb, int code) {
    JsonNode object = event.path("objectRef");
    return new Request(
        user(event),
        event.path("userAgent").asText(),
        verb,
        resource(object),
        object.path("namespace").asText(),
        object.path("name").asText(),
        code);
  }

  private static String resource(JsonNode object) {
    String subresource = object.path("subresource").asText();
    return object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource);
  }
}
