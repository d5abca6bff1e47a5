package dev.releaserecord.check.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and follows where it is sent on. What it carries stays with the server that it
 * was for; answers are bounded in size and time.
 */
final class Wire implements AutoCloseable {

  /**
   * No index of an image comes near it. Registries take 4 MiB, but eight of these at once would be
   * all the memory that the operator has.
   */
  private static final long LARGEST = 512L * 1024;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int HOPS = 5;
  private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);

  private final Hosts hosts;
  private final Duration atMost;

  /** Made when somebody asks: most operators never do. */
  private @Nullable HttpClient client;

  private boolean closed;

  /** What is asked. */
  record Question(String method, URI uri, String accept, @Nullable Authorization authorization) {}

  /** No record: those print what they hold. */
  static final class Authorization {
    private final String header;

    Authorization(String header) {
      this.header = header;
    }

    @Override
    public String toString() {
      return "an authorization";
    }
  }

  /** What came of it. */
  sealed interface Reply {

    /**
     * @param strayed whether another server answered than the one that was asked
     */
    record Answer(int status, HttpHeaders headers, byte[] body, boolean strayed) implements Reply {}

    /**
     * @param why a clause that goes on from the server
     */
    record None(String why) implements Reply {}
  }

  /**
   * @param atMost how long one request may take
   */
  Wire(Hosts hosts, Duration atMost) {
    this.hosts = hosts;
    this.atMost = atMost;
  }

  private synchronized HttpClient client() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT)
              .build();
      client = known;
    }
    return known;
  }

  Reply send(Question question, Patience patience) throws InterruptedException {
    URI at = question.uri();
    for (int hop = 0; hop <= HOPS; hop++) {
      boolean home = Hosts.sameOrigin(at, question.uri());
      Optional<String> refusal = hosts.refusal(at, patience.left(atMost));
      if (refusal.isPresent()) {
        return new Reply.None(
            home ? refusal.get() : "sends on to " + Hosts.name(at) + ", which " + refusal.get());
      }
      Reply reply = once(question, at, home, patience);
      URI next = reply instanceof Reply.Answer answer ? location(answer, at) : null;
      if (next == null) {
        return reply;
      }
      at = next;
    }
    return new Reply.None("sends from one place to the next without end");
  }

  private static @Nullable URI location(Reply.Answer answer, URI at) {
    if (!MOVED.contains(answer.status())) {
      return null;
    }
    try {
      return answer.headers().firstValue("Location").map(at::resolve).orElse(null);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private Reply once(Question question, URI at, boolean home, Patience patience)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at)
            .method(question.method(), HttpRequest.BodyPublishers.noBody())
            .header("Accept", question.accept())
            .header("User-Agent", "release-operator");
    Authorization authorization = question.authorization();
    if (home && authorization != null) {
      request.header("Authorization", authorization.header);
    }
    CompletableFuture<HttpResponse<byte[]>> sent;
    try {
      sent =
          client()
              .sendAsync(
                  request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    } catch (IOException _) {
      return new Reply.None("was not asked: the operator stops");
    }
    try {
      HttpResponse<byte[]> response = sent.get(patience.left(atMost), TimeUnit.NANOSECONDS);
      return new Reply.Answer(response.statusCode(), response.headers(), response.body(), !home);
    } catch (TimeoutException _) {
      return new Reply.None("did not answer in time");
    } catch (ExecutionException e) {
      return new Reply.None(why(e.getCause()));
    } finally {
      sent.cancel(true);
    }
  }

  /** By the kind of failure alone: its message may quote what was sent. */
  private static String why(@Nullable Throwable thrown) {
    return switch (thrown) {
      case HttpConnectTimeoutException _ -> "could not be connected to in time";
      case HttpTimeoutException _ -> "did not answer in time";
      case ConnectException _ -> "could not be connected to";
      case SSLException _ ->
          "has a certificate, or speaks a TLS, that the operator does not trust (see docs/gates.md"
              + " for a CA of your own)";
      case IOException _ -> "broke off, or sent more than an image index may be";
      case null, default -> "could not be asked";
    };
  }

  @Override
  public synchronized void close() {
    closed = true;
    hosts.close();
    if (client != null) {
      client.shutdownNow();
    }
  }
}
