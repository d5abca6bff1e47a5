package dev.releaserecord.fault.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.releaserecord.fault.proxy.Fault.Encounter;
import dev.releaserecord.fault.proxy.Fault.Reply;
import dev.releaserecord.fault.proxy.Message.Header;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One connection of an operator, and the one to the API server that belongs to it. */
final class Connection {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> WORKLOADS =
      Set.of("deployments", "statefulsets", "daemonsets", "cronjobs");
  private static final Pattern VERSION = Pattern.compile("&?resourceVersion(Match)?=[^&]*");
  private static final int THROTTLED = 429;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int OK = 200;

  private final FaultProxy proxy;
  private final Socket plain;
  private @Nullable Lane server;

  Connection(FaultProxy proxy, Socket plain) {
    this.proxy = proxy;
    this.plain = plain;
  }

  private record Answer(Message message) implements Reply {}

  /** Until one side ends it. */
  void serve() {
    try {
      SSLSocketFactory factory = Identity.ofThisRun().context().getSocketFactory();
      Lane client = proxy.keep(new Lane(plain, plain.getInputStream(), plain.getOutputStream()));
      try {
        Lane encrypted = Lane.over(plain, factory.createSocket(plain, null, true));
        for (Optional<Message> request = Message.readRequest(encrypted.in());
            request.isPresent();
            request = Message.readRequest(encrypted.in())) {
          answer(request.get(), encrypted);
        }
      } finally {
        proxy.forget(client);
      }
    } catch (IOException e) {
      // One side has gone, or was cut: what the proxy is for.
    } finally {
      if (server != null) {
        proxy.forget(server);
      }
    }
  }

  private void answer(Message request, Lane client) throws IOException {
    String[] start = request.start().split(" ", 3);
    URI uri = URI.create(start[1]);
    Target target = Target.of(uri);
    String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
    boolean watch = query.contains("watch=true");
    if (!request.header("authorization").filter(proxy::knows).isPresent()) {
      Message.refusal(UNAUTHORIZED, "Unauthorized", List.of()).write(client.out());
    } else if (request.switches()) {
      watch(request, target, client);
    } else if (watch) {
      Message.refusal(NOT_IMPLEMENTED, "OnlyWebSockets", List.of()).write(client.out());
    } else if (target.written(start[0])) {
      meet(request, new Write(start[0], target, body(request))).write(client.out());
    } else {
      read(request, target, uri).write(client.out());
    }
  }

  private static JsonNode body(Message request) throws IOException {
    return request.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(request.body());
  }

  private Message read(Message request, Target target, URI uri) throws IOException {
    boolean list = target.name().isEmpty() && request.start().startsWith("GET ");
    String snapshot = list ? proxy.snapshotFor(uri.getPath()) : null;
    Message asked = snapshot == null ? request : request.withStart(asOf(uri, snapshot));
    Message answer = forward(asked);
    if (list && WORKLOADS.contains(target.resource()) && answer.code() == OK) {
      JSON.readTree(answer.body()).path("items").forEach(item -> saw(target, item));
    }
    return answer;
  }

  private static String asOf(URI uri, String snapshot) {
    String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
    String rest = VERSION.matcher(query).replaceAll("").replaceFirst("^&", "");
    return "GET %s?%s%sresourceVersion=%s&resourceVersionMatch=Exact HTTP/1.1"
        .formatted(uri.getRawPath(), rest, rest.isEmpty() ? "" : "&", snapshot);
  }

  private void saw(Target target, JsonNode object) {
    JsonNode meta = object.path("metadata");
    proxy
        .traffic()
        .saw(
            new Sighting(
                proxy.operator(),
                target.resource(),
                meta.path("name").asText(),
                meta.path("resourceVersion").asLong(),
                System.nanoTime()));
  }

  private Message meet(Message request, Write write) throws IOException {
    Meeting meeting = new Meeting(request, write);
    Traffic.Met met = proxy.traffic().next(write);
    try {
      if (met == null) {
        return meeting.forward().message();
      }
      meeting.before = met.before();
      return met.fault().meet(meeting) instanceof Answer(Message message)
          ? message
          : Message.refusal(NOT_IMPLEMENTED, "UnknownReply", List.of());
    } finally {
      meeting.writeDown();
    }
  }

  private Message forward(Message request) throws IOException {
    Lane lane = server();
    prepared(request).write(lane.out());
    return Message.readAnswer(lane.in());
  }

  private Lane server() throws IOException {
    if (proxy.isClosed()) {
      throw new Fault.Cut();
    }
    Lane lane = server;
    if (lane == null) {
      lane = proxy.keep(proxy.upstream().connect());
      server = lane;
    }
    return lane;
  }

  /** With the authority that the certificate gives, and uncompressed, so that it can be read. */
  private Message prepared(Message request) {
    return request.withHeaders(
        header ->
            !header.is("authorization") && !header.is("host") && !header.is("accept-encoding"),
        new Header("Host", proxy.upstream().authority()));
  }

  private void watch(Message request, Target target, Lane client) throws IOException {
    Lane lane = server();
    prepared(request).write(lane.out());
    Message answer = Message.readAnswer(lane.in());
    answer.write(client.out());
    if (!answer.switches()) {
      return;
    }
    proxy.keepWatch(lane);
    Thread.ofVirtual().start(() -> passBack(client, lane));
    boolean workloads = WORKLOADS.contains(target.resource());
    new WatchStream(
            lane.in(),
            client.out(),
            proxy.gate(),
            object -> {
              if (workloads) {
                saw(target, object);
              }
            })
        .run();
  }

  /** What the operator says on a watch: that it ends it. */
  private void passBack(Lane client, Lane lane) {
    try {
      client.in().transferTo(lane.out());
    } catch (IOException e) {
      // One side has gone.
    } finally {
      proxy.forget(lane);
    }
  }

  /** One write and what the API server said to it, if it was asked. */
  private final class Meeting implements Encounter {

    private final Message request;
    private Write write;
    private final long sent = System.nanoTime();
    private int before;
    private @Nullable Message answer;

    Meeting(Message request, Write write) {
      this.request = request;
      this.write = write;
    }

    @Override
    public Write write() {
      return write;
    }

    @Override
    public int before() {
      return before;
    }

    @Override
    public Answer forward() throws IOException {
      Message got = Connection.this.forward(request);
      answer = got;
      return new Answer(got);
    }

    @Override
    public Answer forward(JsonNode body) throws IOException {
      write = new Write(write.method(), write.target(), body);
      Message got = Connection.this.forward(request.withBody(JSON.writeValueAsBytes(body)));
      answer = got;
      return new Answer(got);
    }

    @Override
    public Answer refuse(int code, String reason) {
      List<Header> more =
          code == THROTTLED ? List.of(new Header("Retry-After", "1")) : List.<Header>of();
      return new Answer(Message.refusal(code, reason, more));
    }

    @Override
    public void pause(Duration time) throws IOException {
      proxy.pause(time);
    }

    @Override
    public FaultProxy proxy() {
      return proxy;
    }

    private void writeDown() throws IOException {
      Message got = answer;
      long number =
          got == null || got.body().length == 0
              ? 0
              : JSON.readTree(got.body()).at("/metadata/resourceVersion").asLong();
      proxy
          .traffic()
          .did(new Deed(proxy.operator(), write, sent, got == null ? 0 : got.code(), number));
    }
  }
}
