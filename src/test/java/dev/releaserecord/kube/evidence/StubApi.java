package dev.releaserecord.kube.evidence;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.plan.action.EvidenceWanted.PlainKey;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An API server that knows one pod whose container was killed and runs again, the Secrets of that
 * and its log, until a test says otherwise.
 */
final class StubApi implements AutoCloseable {

  static final String POD = "/api/v1/namespaces/shop/pods/users-1";
  static final String LOG = POD + "/log";
  static final String SECRETS = "/api/v1/namespaces/shop/secrets/";

  static final Instant ENDED = Instant.parse("2026-11-23T10:00:00Z");

  record Answer(int code, String body) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Collection<String> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private volatile Runnable onLog = () -> {};
  private volatile CountDownLatch logs = new CountDownLatch(0);
  private final HttpServer server;
  private final KubernetesClient client;

  StubApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    answers.put(POD, new Answer(200, pod("\"running\": {}", "")));
    secret("users-db-7f9k2htb5m", Map.of("PASSWORD", "hunter2secret", "HOST", "db.example"));
    secret("users-env", Map.of("A", "from-environment"));
    secret("users-files", Map.of("B", "from-volume"));
    secret("users-projected", Map.of("C", "from-projection"));
    secret("users-init", Map.of("D", "from-init-container"));
    answers.put(LOG, new Answer(200, "starting\nlogin hunter2secret at db.example:5432 refused\n"));
  }

  KubernetesClient client() {
    return client;
  }

  /** By path; whatever is not in it is not found. */
  Map<String, Answer> answers() {
    return answers;
  }

  /** Each with its query, in their order. */
  Collection<String> requests() {
    return requests;
  }

  /** The most that were being answered at one time. */
  int most() {
    return most.get();
  }

  /** Done before each answer to a request for the log. */
  void onLog(Runnable what) {
    onLog = what;
  }

  /** From now on the log is not answered for until {@link #letGo}. */
  void holdLogs() {
    logs = new CountDownLatch(1);
  }

  /** How many requests for the log wait now. */
  int held() {
    return held.get();
  }

  void letGo() {
    logs.countDown();
  }

  @Override
  public void close() {
    letGo();
    client.close();
    server.stop(0);
  }

  /** Of that container, for a workload of that number. */
  static EvidenceWanted wanted(String message, int number) {
    return new EvidenceWanted(
        new WorkloadKey(Kind.Deployment, "users" + number),
        new Pod.Identity("users-1", "uid-1", "1"),
        "users",
        new Termination(137, 9, "OOMKilled", message, ENDED, "containerd://1"),
        Set.of(new PlainKey("users-db", "HOST")),
        false);
  }

  void secret(String name, Map<String, String> values) {
    StringBuilder data = new StringBuilder();
    values.forEach(
        (key, value) ->
            data.append(data.isEmpty() ? "" : ", ")
                .append("\"%s\": \"%s\"".formatted(key, base64(value))));
    answers.put(
        SECRETS + name,
        new Answer(
            200,
            "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"%s\"}, \"data\": {%s}}"
                .formatted(name, data)));
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  static Answer status(int code) {
    return new Answer(
        code,
        "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"code\": %d, \"message\": \"no\"}"
            .formatted(code));
  }

  /** That Secret, made and written last at these times. */
  static Answer written(Answer secret, String created, String newest) {
    String meta =
        "\"metadata\": {\"creationTimestamp\": \"%s\", \"managedFields\": [{\"time\": \"%s\"}, {\"time\": \"%s\"}], "
            .formatted(created, created, newest);
    return new Answer(secret.code(), secret.body().replace("\"metadata\": {", meta));
  }

  static String pod(String state, String message) {
    return """
    {"apiVersion": "v1", "kind": "Pod",
     "metadata": {"name": "users-1", "namespace": "shop", "uid": "uid-1"},
     "spec": {
       "imagePullSecrets": [{"name": "users-pull"}],
       "initContainers": [{"name": "migrate", "envFrom": [{"secretRef": {"name": "users-init"}}]}],
       "containers": [{"name": "users",
         "env": [{"name": "P", "valueFrom":
           {"secretKeyRef": {"name": "users-db-7f9k2htb5m", "key": "PASSWORD"}}}],
         "envFrom": [{"secretRef": {"name": "users-env"}}, {"configMapRef": {"name": "c"}}]}],
       "volumes": [
         {"name": "a", "secret": {"secretName": "users-files"}},
         {"name": "b", "projected": {"sources": [{"secret": {"name": "users-projected"}}]}},
         {"name": "c", "csi": {"driver": "d", "nodePublishSecretRef": {"name": "users-csi"}}}]},
     "status": {"containerStatuses": [{"name": "users", "restartCount": 1, "state": {%s},
       "lastState": {"terminated": %s}}]}}
    """
        .formatted(state, ended(1, message));
  }

  /** What the API server says once that run has ended and another one runs. */
  static Answer afterRun(int run) {
    return new Answer(200, pod("\"running\": {}", "").replace(ended(1, ""), ended(run, "")));
  }

  /** How that run ended, a second after the one before it. */
  static String ended(int run, String message) {
    return """
    {"containerID": "containerd://%d", "exitCode": %d, "signal": 9, "reason": "OOMKilled", "message": "%s",
     "startedAt": "2026-11-23T09:59:0%dZ", "finishedAt": "2026-11-23T10:00:0%dZ"}\
    """
        .formatted(run, 136 + run, message, run, run - 1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestURI().toString());
    if (path.equals(LOG)) {
      onLog.run();
    }
    most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    Answer answer = answers.getOrDefault(path, status(404));
    try (exchange) {
      if (path.equals(LOG)) {
        held.incrementAndGet();
        logs.await();
        held.decrementAndGet();
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      String type = path.equals(LOG) && answer.code() == 200 ? "text/plain" : "application/json";
      exchange.getResponseHeaders().set("Content-Type", type);
      inFlight.decrementAndGet();
      exchange.sendResponseHeaders(answer.code(), body.length == 0 ? -1 : body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
