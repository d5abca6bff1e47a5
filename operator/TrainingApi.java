import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * An API server for one training run: it lists one object of each kind and keeps watches open, which
 * is enough for the operator to load what it needs for a start. Run as a single source file with the
 * path at which to write a kubeconfig.
 */
final class TrainingApi {

  private static final Map<String, String> KINDS =
      Map.of(
          "releaserecords", "ReleaseRecord",
          "releaseapprovals", "ReleaseApproval",
          "deployments", "Deployment",
          "statefulsets", "StatefulSet",
          "daemonsets", "DaemonSet",
          "cronjobs", "CronJob",
          "replicasets", "ReplicaSet",
          "controllerrevisions", "ControllerRevision",
          "pods", "Pod",
          "jobs", "Job");

  private static final String TEMPLATE =
      """
      {"metadata":{"labels":{"app":"training"}},"spec":{"containers":[{"name":"training",\
      "image":"registry.invalid/training@sha256:0000000000000000000000000000000000000000000000000000000000000000",\
      "env":[{"name":"A","value":"b"}],"resources":{"limits":{"memory":"1Mi"}}}]}}""";

  public static void main(String[] args) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", TrainingApi::answer);
    server.start();
    Path kubeconfig = Path.of(args[0]);
    Path beside = kubeconfig.resolveSibling("kubeconfig.new");
    Files.writeString(
        beside,
        """
        apiVersion: v1
        kind: Config
        current-context: training
        clusters: [{name: training, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: training, context: {cluster: training, user: training}}]
        users: [{name: training, user: {token: training}}]
        """
            .formatted(server.getAddress().getPort()));
    Files.move(beside, kubeconfig);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = exchange.getRequestURI().getQuery();
      if (query != null && query.contains("watch=true")) {
        watch(exchange);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      String kind = KINDS.get(path.substring(path.lastIndexOf('/') + 1));
      if (exchange.getRequestMethod().equals("GET") && kind != null) {
        send(exchange, 200, list(path, kind));
      } else if (exchange.getRequestMethod().equals("GET")) {
        send(exchange, 404, status("NotFound", 404));
      } else {
        send(exchange, 409, status("Conflict", 409));
      }
    }
  }

  /** Open for as long as the operator wants it, and without a word. */
  private static void watch(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String list(String path, String kind) {
    String[] parts = path.split("/");
    String version = parts[1].equals("api") ? parts[2] : parts[2] + "/" + parts[3];
    // No record: nothing is to be decided in a training run, only read.
    String items = kind.startsWith("Release") ? "" : item(version, kind);
    return """
        {"apiVersion":"%s","kind":"%sList","metadata":{"resourceVersion":"1"},"items":[%s]}"""
        .formatted(version, kind, items);
  }

  private static String item(String version, String kind) {
    String spec =
        switch (kind) {
          case "Pod" -> TEMPLATE.substring(TEMPLATE.indexOf("\"spec\":") + 7, TEMPLATE.length() - 1);
          case "CronJob" ->
              "{\"schedule\":\"@daily\",\"jobTemplate\":{\"spec\":{\"template\":" + TEMPLATE + "}}}";
          case "ControllerRevision" -> "null";
          default ->
              "{\"selector\":{\"matchLabels\":{\"app\":\"training\"}},\"template\":" + TEMPLATE + "}";
        };
    String body = kind.equals("ControllerRevision") ? "\"revision\":1" : "\"spec\":" + spec;
    return """
        {"apiVersion":"%s","kind":"%s","metadata":{"name":"training","namespace":"training","uid":"1",\
        "resourceVersion":"1","generation":1,"creationTimestamp":"2026-01-01T00:00:00Z",\
        "labels":{"app":"training"},"managedFields":[{"manager":"kubectl","operation":"Apply",\
        "apiVersion":"%s","time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{}}}]},%s}"""
        .formatted(version, kind, version, body);
  }

  private static String status(String reason, int code) {
    return """
        {"apiVersion":"v1","kind":"Status","status":"Failure","reason":"%s","code":%d}"""
        .formatted(reason, code);
  }

  private static void send(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
