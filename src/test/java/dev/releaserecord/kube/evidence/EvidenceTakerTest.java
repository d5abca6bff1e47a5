package dev.releaserecord.kube.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.releaserecord.api.Evidence;
import dev.releaserecord.kube.evidence.EvidenceTaker.Takings;
import dev.releaserecord.plan.action.EvidenceTaken;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvidenceTakerTest {

  private static final String POD = "/api/v1/namespaces/shop/pods/users-1";
  private static final String LOG = POD + "/log";
  private static final String SECRETS = "/api/v1/namespaces/shop/secrets/";
  private static final Instant ENDED = Instant.parse("2026-11-23T10:00:00Z");

  /** So long a taker waits that is to have all at once. */
  private static final Duration PATIENT = Duration.ofSeconds(10);

  private record Answer(int code, String body, long delay) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private volatile Runnable onLog = () -> {};
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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
    answers.put(POD, new Answer(200, pod("\"running\": {}", ""), 0));
    secret("users-db-7f9k2htb5m", Map.of("PASSWORD", "hunter2secret", "HOST", "db.example"));
    secret("users-env", Map.of("A", "from-environment"));
    secret("users-files", Map.of("B", "from-volume"));
    secret("users-projected", Map.of("C", "from-projection"));
    secret("users-init", Map.of("D", "from-init-container"));
    answers.put(
        LOG, new Answer(200, "starting\nlogin hunter2secret at db.example:5432 refused\n", 0));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void keepsTheLogOfThePreviousRunWithoutSecrets() throws InterruptedException {
    EvidenceTaken taken = take("could not use hunter2secret");
    assertThat(taken.trouble()).isNull();
    assertThat(taken.evidence())
        .isEqualTo(
            new Evidence(
                "users-1",
                "users",
                137,
                9,
                "OOMKilled",
                "could not use [redacted]",
                "starting\nlogin [redacted] at db.example:5432 refused"));
    assertThat(requests)
        .contains(LOG + "?container=users&previous=true&tailLines=20")
        .noneMatch(request -> request.contains("watch"));
    assertThat(requests).as("the pod twice, its log, its Secrets").hasSize(3 + 7);
  }

  @Test
  void hidesWhatEverySecretOfThePodHolds() throws InterruptedException {
    answers.put(
        LOG,
        new Answer(
            200, "from-environment from-volume from-projection from-init-container fine", 0));
    assertThat(take("").evidence().log())
        .isEqualTo("[redacted] [redacted] [redacted] [redacted] fine");
  }

  @Test
  void readsTheCurrentLogOfAContainerThatHasNotBeenStartedAgain() throws InterruptedException {
    answers.put(POD, new Answer(200, pod("\"terminated\": " + ended(1, ""), ""), 0));
    assertThat(take("").evidence().log()).contains("starting");
    assertThat(requests).contains(LOG + "?container=users&tailLines=20");
  }

  @Test
  void tellsTwoRunsApartThatEndedWithinASecond() throws InterruptedException {
    String other = ended(1, "").replace("containerd://1", "containerd://2");
    answers.put(POD, new Answer(200, pod("\"terminated\": " + other, ""), 0));
    assertThat(take("").evidence().log()).contains("starting");
    assertThat(requests).contains(LOG + "?container=users&previous=true&tailLines=20");
  }

  @Test
  void tellsOfTheNewestRunWhereTheOneThatWasSeenIsForgotten() throws InterruptedException {
    answers.put(POD, afterRun(2));
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().exitCode()).isEqualTo(138);
    assertThat(taken.evidence().log()).contains("starting");
  }

  @Test
  void readsAgainWhereARestartCameBetween() throws InterruptedException {
    onLog = () -> answers.put(POD, afterRun(2));
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().exitCode()).isEqualTo(138);
    assertThat(taken.evidence().log()).contains("starting");
    assertThat(requests).filteredOn(request -> request.startsWith(LOG)).hasSize(2);
  }

  @Test
  void leavesOutALogThatMayBeOfAnotherRun() throws InterruptedException {
    AtomicInteger run = new AtomicInteger(1);
    onLog = () -> answers.put(POD, afterRun(run.incrementAndGet()));
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().log()).isNull();
    assertThat(taken.trouble()).isEqualTo("it was started again while its log was read");
  }

  @Test
  void leavesOutALogThatCannotBeProvedToBeOfThatRun() throws InterruptedException {
    onLog = () -> answers.put(POD, status(500));
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().log()).isNull();
    assertThat(taken.trouble()).isNotNull();
  }

  @Test
  void showsNothingOfARunThatMayHaveSeenOtherValues() throws InterruptedException {
    for (String name : List.of("users-env", "users-db-7f9k2htb5m", "users-files")) {
      Answer before = Objects.requireNonNull(answers.get(SECRETS + name));
      answers.put(SECRETS + name, written(before, "2026-11-01T00:00:00Z", "2026-11-23T10:00:00Z"));
      EvidenceTaken taken = take("the value before was hunter1secret");
      assertThat(taken.evidence())
          .isEqualTo(new Evidence("users-1", "users", 137, 9, "OOMKilled", null, null));
      assertThat(taken.trouble()).contains("the Secret " + name + " may have changed since");
      answers.put(SECRETS + name, before);
    }
    assertThat(requests).noneMatch(request -> request.startsWith(LOG));
  }

  @Test
  void showsALogWhereNoOtherValueCanHaveBeenSeen() throws InterruptedException {
    Answer env = Objects.requireNonNull(answers.get(SECRETS + "users-env"));
    String began = "2026-11-23T09:59:01Z";
    secret("users-pull", Map.of("E", "from-registry"));
    Answer pull = Objects.requireNonNull(answers.get(SECRETS + "users-pull"));
    answers.put(SECRETS + "users-pull", written(pull, "2026-11-01T00:00:00Z", began));
    for (Answer harmless :
        List.of(
            written(env, "2026-11-01T00:00:00Z", "2026-11-23T09:58:50Z"),
            written(env, "2026-11-23T09:59:00Z", "2026-11-23T09:59:01Z"))) {
      answers.put(SECRETS + "users-env", harmless);
      assertThat(take("").evidence().log()).contains("starting");
    }
  }

  @Test
  void showsNothingOfARunOfWhichNobodySaysWhenItBegan() throws InterruptedException {
    String unknown = pod("\"running\": {}", "").replaceAll("\"startedAt\".*Z\",? ?", "");
    answers.put(
        POD, new Answer(200, unknown.replace("\"message\": \"\",", "\"message\": \"\""), 0));
    Answer env = Objects.requireNonNull(answers.get(SECRETS + "users-env"));
    String made = "2026-11-01T00:00:00Z";
    answers.put(SECRETS + "users-env", written(env, made, made));
    assertThat(take("").trouble()).contains("may have changed since");
  }

  @Test
  void readsTheSecretsOfTheRunThatItReads() throws InterruptedException {
    onLog =
        () -> {
          answers.put(POD, afterRun(2));
          secret("users-env", Map.of("A", "second-value"));
          answers.put(LOG, new Answer(200, "second-value seen", 0));
        };
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().exitCode()).isEqualTo(138);
    assertThat(taken.evidence().log()).isEqualTo("[redacted] seen");
  }

  private static Answer written(Answer secret, String created, String newest) {
    String meta =
        "\"metadata\": {\"creationTimestamp\": \"%s\", \"managedFields\": [{\"time\": \"%s\"}, {\"time\": \"%s\"}], "
            .formatted(created, created, newest);
    return new Answer(secret.code(), secret.body().replace("\"metadata\": {", meta), 0);
  }

  /** The projection of a pod keeps its two ends alone, and cuts wherever a value may be. */
  @Test
  void hidesValuesOfALongMessageBeforeItIsCut() throws InterruptedException {
    for (int before = 480; before < 540; before++) {
      answers.put(
          POD,
          new Answer(
              200,
              pod("\"running\": {}", "x".repeat(before) + " hunter2secret " + "y".repeat(900)),
              0));
      assertThat(take("").evidence().message()).contains(" [redacted] ").doesNotContain("hunter");
    }
  }

  @Test
  void looksAgainForWhatIsMissingOnlyLaterOrAfterAnotherRun() throws InterruptedException {
    EvidenceTaker taker = patient();
    assertThat(taker.takeAll("shop", List.of(wanted("", 0))).taken()).hasSize(1);
    assertThat(taker.takeAll("shop", List.of(again(1))).taken()).isEmpty();
    assertThat(taker.takeAll("shop", List.of(again(2))).taken()).hasSize(1);
    assertThat(taker.takeAll("shop", List.of(again(2))).taken()).isEmpty();
    assertThat(taker.takeAll("shop", List.of(wanted("", 0))).taken())
        .as("the first time")
        .hasSize(1);
  }

  private static EvidenceWanted again(int run) {
    EvidenceWanted first = wanted("", 0);
    return new EvidenceWanted(
        first.workload(),
        first.pod(),
        first.container(),
        new Termination(137, 9, "OOMKilled", "", ENDED, "containerd://" + run),
        first.plain(),
        true);
  }

  @Test
  void keepsTheRestWithoutTheRightToReadLogs() throws InterruptedException {
    answers.put(LOG, status(403));
    EvidenceTaken taken = take("hunter2secret is wrong");
    assertThat(taken.evidence().log()).isNull();
    assertThat(taken.evidence().message()).isEqualTo("[redacted] is wrong");
    assertThat(taken.trouble())
        .isEqualTo(
            "may not get pods/log in namespace shop: grant it to see what containers wrote; "
                + "everything else works without");
  }

  @Test
  void keepsNeitherLogNorMessageThatCannotBeRedacted() throws InterruptedException {
    for (int code : List.of(403, 500)) {
      answers.put(SECRETS + "users-env", status(code));
      EvidenceTaken taken = take("hunter2secret is wrong");
      assertThat(taken.evidence())
          .isEqualTo(new Evidence("users-1", "users", 137, 9, "OOMKilled", null, null));
      assertThat(taken.trouble()).contains("get secrets").contains("redacted");
      assertThat(requests).noneMatch(request -> request.startsWith(LOG));
    }
  }

  @Test
  void doesWithoutSecretsThatDoNotExist() throws InterruptedException {
    answers.remove(SECRETS + "users-init");
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().log()).contains("[redacted]");
    assertThat(taken.trouble()).isNull();
  }

  @Test
  void showsNothingWhereASecretOfTheContainerIsGone() throws InterruptedException {
    for (String name : List.of("users-env", "users-db-7f9k2htb5m", "users-files")) {
      Answer before = answers.remove(SECRETS + name);
      EvidenceTaken taken = take("hunter2secret is wrong");
      assertThat(taken.evidence())
          .isEqualTo(new Evidence("users-1", "users", 137, 9, "OOMKilled", null, null));
      assertThat(taken.trouble()).contains("the Secret " + name + " is gone");
      answers.put(SECRETS + name, before);
    }
  }

  @Test
  void keepsWhatIsKnownOfAPodThatIsGone() throws InterruptedException {
    answers.remove(POD);
    EvidenceTaken taken = take("hunter2secret");
    assertThat(taken.evidence())
        .isEqualTo(new Evidence("users-1", "users", 137, 9, "OOMKilled", null, null));
    assertThat(taken.trouble()).contains("users-1 is gone");
  }

  @Test
  void takesAnotherPodOfTheSameNameForNoProof() throws InterruptedException {
    answers.put(POD, new Answer(200, pod("\"running\": {}", "").replace("uid-1", "uid-2"), 0));
    assertThat(take("x").trouble()).contains("is gone");
  }

  @Test
  void keepsTheMessageWhereTheLogIsGone() throws InterruptedException {
    for (Answer gone :
        List.of(
            status(404),
            status(400),
            new Answer(200, "unable to retrieve container logs for containerd://abc", 0))) {
      answers.put(LOG, gone);
      EvidenceTaken taken = take("hunter2secret");
      assertThat(taken.evidence().log()).isNull();
      assertThat(taken.evidence().message()).isEqualTo("[redacted]");
      assertThat(taken.trouble()).isEqualTo("the log of that run is gone");
    }
  }

  @Test
  void hasNoTroubleWithAContainerThatWroteNothing() throws InterruptedException {
    answers.put(LOG, new Answer(200, "", 0));
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().log()).isNull();
    assertThat(taken.trouble()).isNull();
  }

  @Test
  void keepsTheLastLinesOfALongLog() throws InterruptedException {
    String line = "x".repeat(99) + "\n";
    answers.put(LOG, new Answer(200, "hunter2secret" + line.repeat(2000), 0));
    String log = take("").evidence().log();
    assertThat(log).isEqualTo(line.repeat(20).strip());
    answers.put(LOG, new Answer(200, "a ".repeat(40_000) + "\nlast", 0));
    assertThat(take("").evidence().log()).isEqualTo("last");
  }

  @Test
  void doesNotWaitForANodeThatIsGone() throws InterruptedException {
    answers.put(LOG, new Answer(200, "late", 3_000));
    answers.put(POD, new Answer(200, pod("\"running\": {}", "hunter2secret"), 0));
    long start = System.nanoTime();
    EvidenceTaken taken =
        new EvidenceTaker(client, Duration.ofMillis(1_000), PATIENT)
            .takeAll("shop", List.of(wanted("hunter2secret", 0)))
            .taken()
            .getFirst();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
    assertThat(taken.trouble()).contains("no answer within 1 s");
    assertThat(taken.evidence().message()).isEqualTo("[redacted]");
  }

  @Test
  void doesNotWaitLongerForManyOfThem() throws InterruptedException {
    answers.put(LOG, new Answer(200, "late", 3_000));
    long start = System.nanoTime();
    List<EvidenceTaken> taken =
        new EvidenceTaker(client, Duration.ofMillis(1_000), PATIENT)
            .takeAll("shop", IntStream.range(0, 20).mapToObj(i -> wanted("", i)).toList())
            .taken();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
    assertThat(taken).hasSize(20).allMatch(it -> it.trouble() != null);
  }

  /** The cause is told without it, and the next pass is given what was read meanwhile. */
  @Test
  void doesNotHoldUpWhoeverAsksAndReadsOn() throws InterruptedException {
    answers.put(LOG, new Answer(200, "late", 600));
    EvidenceTaker taker = new EvidenceTaker(client, PATIENT, Duration.ofMillis(50));
    List<EvidenceWanted> wanted = List.of(wanted("", 0));
    long start = System.nanoTime();
    Takings first = taker.takeAll("shop", wanted);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(550));
    assertThat(first.taken()).isEmpty();
    assertThat(first.pending()).containsExactly(wanted.getFirst().workload());
    await()
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(taker.takeAll("shop", wanted).taken())
                    .extracting(it -> it.evidence().log())
                    .containsExactly("late"));
    assertThat(requests).filteredOn(request -> request.startsWith(LOG)).hasSize(1);
  }

  private EvidenceTaker patient() {
    return new EvidenceTaker(client, PATIENT, PATIENT);
  }

  @Test
  void takesAFewAtATimeInTheirOrder() throws InterruptedException {
    answers.put(LOG, new Answer(200, "fine", 100));
    List<EvidenceWanted> wanted = IntStream.range(0, 20).mapToObj(i -> wanted("", i)).toList();
    List<EvidenceTaken> taken = patient().takeAll("shop", wanted).taken();
    assertThat(taken).extracting(EvidenceTaken::wanted).isEqualTo(wanted);
    assertThat(taken).allMatch(it -> "fine".equals(it.evidence().log()));
    assertThat(most.get()).isBetween(2, 8);
  }

  /** With a pod whose last run ended like this. */
  private EvidenceTaken take(String message) throws InterruptedException {
    answers.computeIfPresent(
        POD,
        (_, it) ->
            new Answer(
                it.code(), it.body().replace("\"message\": \"\"", quoted(message)), it.delay()));
    return takeOnce(message);
  }

  private static String quoted(String message) {
    return "\"message\": \"" + message + "\"";
  }

  private EvidenceTaken takeOnce(String message) throws InterruptedException {
    return patient().takeAll("shop", List.of(wanted(message, 0))).taken().getFirst();
  }

  private static EvidenceWanted wanted(String message, int number) {
    return new EvidenceWanted(
        new WorkloadKey(Kind.Deployment, "users" + number),
        new Pod.Identity("users-1", "uid-1", "1"),
        "users",
        new Termination(137, 9, "OOMKilled", message, ENDED, "containerd://1"),
        Set.of(new PlainKey("users-db", "HOST")),
        false);
  }

  private void secret(String name, Map<String, String> values) {
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
                .formatted(name, data),
            0));
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer status(int code) {
    return new Answer(
        code,
        "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"code\": %d, \"message\": \"no\"}"
            .formatted(code),
        0);
  }

  private static String pod(String state, String message) {
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
  private static Answer afterRun(int run) {
    return new Answer(200, pod("\"running\": {}", "").replace(ended(1, ""), ended(run, "")), 0);
  }

  /** How that run ended, a second after the one before it. */
  private static String ended(int run, String message) {
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
      Thread.sleep(answer.delay());
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
