package dev.releaserecord.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.releaserecord.fault.proxy.Fault.Encounter;
import dev.releaserecord.fault.proxy.Fault.Reply;
import dev.releaserecord.fault.recorder.ApprovedFirst;
import dev.releaserecord.loop.Manifests;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a faulty operator would write. The proxy writes it in place of what the real one does. */
enum Mistake {
  /** Scales to 0, and leaves the label to a second write. */
  DRAINS_WITHOUT_LABEL("replicas are kept", new DrainDeployment(), "PATCH deployments/users"),
  /** Does not test what the drain was decided upon, and somebody has scaled meanwhile. */
  DRAINS_WHATEVER_IT_IS("replicas are kept", new DrainDeployment(), "PATCH deployments/users"),
  /** Does not test that the zero is still there when it restores. */
  RESTORES_OVER_A_SCALE("replicas are kept", new DrainDeployment(), "PATCH deployments/users"),
  /** Pins an object of that name, whichever it is. */
  PINS_WITHOUT_UID("nothing else is written", new PinFive(), "PATCH deployments/s1"),
  /** Writes a field that is not ours. */
  SETS_ANOTHER_FIELD("nothing else is written", new PinFive(), "PATCH deployments/s2"),
  /** Writes a digest that nobody declared. */
  PINS_UNDECLARED("images are declared", new PinFive(), "PATCH deployments/s3"),
  /** Says Ready of what hangs. */
  SAYS_READY_TOO_EARLY(
      "Ready is earned", new DrainDeployment(), "PATCH releaserecords/core/status"),
  /** Deletes a pod in whatever state it is by now. */
  DELETES_WHATEVER_IT_IS("Ready pods are spared", new UnstickStatefulSet(), "DELETE pods"),
  /** Evicts a pod by its name. */
  EVICTS_WITHOUT_UID("Ready pods are spared", new RollOnDelete(), "POST pods/eviction"),
  /** Pins what it has just said to lack a key. */
  PINS_WITHOUT_KEYS("keys come first", new MendKey(), "PATCH releaserecords/core/status"),
  /** Pins what it has just said to wait for an approval. */
  PINS_UNAPPROVED("approval comes first", new Approve(), "PATCH releaserecords/core/status"),
  /** Pins what an approval that ended has let it before. */
  PINS_EXPIRED("approval comes first", new Expire(), "PATCH releaserecords/core/status"),
  /** Finds another value for the same content, and restarts once more. */
  RESTARTS_TWICE("one restart for each content", new Rotate(), "PATCH deployments/users"),
  /** Does not wait for what becomes of the first restart. */
  RESTARTS_TWO_AT_ONCE("the first restart comes alone", new Rotate(), "PATCH deployments/users");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REPLICAS = "/spec/replicas";

  /** Which invariant has to object. */
  final String invariant;

  final Scenario scenario;

  /** The writes in which it may be made. */
  final String signature;

  Mistake(String invariant, Scenario scenario, String signature) {
    this.invariant = invariant;
    this.scenario = scenario;
    this.signature = signature;
  }

  /** Passes the write on, with the mistake where it can be made in it. */
  Reply make(Encounter it, Stage stage) throws IOException {
    JsonNode body = it.write().body();
    return switch (this) {
      case DRAINS_WITHOUT_LABEL ->
          it.forward(scales(body, true) ? without(body, op("add", "restore-replicas")) : body);
      case DRAINS_WHATEVER_IT_IS ->
          scales(body, true)
              ? overScale(
                  it, stage, op("test", REPLICAS).or(op("test", "/metadata/resourceVersion")))
              : it.forward();
      case RESTORES_OVER_A_SCALE ->
          scales(body, false) ? overScale(it, stage, op("test", REPLICAS)) : it.forward();
      case PINS_WITHOUT_UID -> it.forward(without(body, op("test", "/metadata/uid")));
      case SETS_ANOTHER_FIELD -> it.forward(withMinReadySeconds(body));
      case PINS_UNDECLARED -> it.forward(withAnotherImage(body));
      case SAYS_READY_TOO_EARLY -> it.forward(ready(body));
      case DELETES_WHATEVER_IT_IS -> it.forward(unguarded(body));
      case EVICTS_WITHOUT_UID -> it.forward(unguarded(body));
      case PINS_WITHOUT_KEYS -> {
        if (body.toString().contains("MissingSecretKey")) {
          MendKey.pin(stage, MendKey.WITHOUT);
        }
        yield it.forward();
      }
      case PINS_UNAPPROVED -> {
        if (body.toString().contains("AwaitingApproval")) {
          MendKey.pin(stage, "certs");
        }
        yield it.forward();
      }
      case PINS_EXPIRED -> {
        JsonNode services = body.findValue("services");
        if (services != null && Expire.over(services)) {
          Expire.awaitPast(stage, ApprovedFirst.MARGIN.plusMillis(1));
          MendKey.pin(stage, "certs");
        }
        yield it.forward();
      }
      case RESTARTS_TWICE -> {
        it.forward();
        yield it.forward(onceMore(body));
      }
      case RESTARTS_TWO_AT_ONCE -> {
        // At once: one after the other, the first might be well before the second begins.
        Stream.of("certs", "ingest")
            .map(
                name ->
                    CompletableFuture.runAsync(
                        () -> Rotate.restart(stage, name, annotation(body)),
                        task -> Thread.ofVirtual().start(task)))
            .toList()
            .forEach(CompletableFuture::join);
        yield it.forward();
      }
    };
  }

  private Reply overScale(Encounter it, Stage stage, Predicate<JsonNode> tests) throws IOException {
    scenario.scale(stage);
    return it.forward(without(it.write().body(), tests));
  }

  private static boolean scales(JsonNode patch, boolean toZero) {
    for (JsonNode operation : patch) {
      if (op("replace", REPLICAS).test(operation)) {
        return (operation.path("value").asInt() == 0) == toZero;
      }
    }
    return false;
  }

  private static Predicate<JsonNode> op(String op, String pathEnd) {
    return it -> it.path("op").asText().equals(op) && it.path("path").asText().endsWith(pathEnd);
  }

  private static JsonNode without(JsonNode patch, Predicate<JsonNode> operations) {
    ArrayNode kept = JSON.createArrayNode();
    patch.forEach(
        operation -> {
          if (!operations.test(operation)) {
            kept.add(operation);
          }
        });
    return kept;
  }

  private static JsonNode withMinReadySeconds(JsonNode patch) {
    ArrayNode more = patch.deepCopy();
    more.addObject().put("op", "add").put("path", "/spec/minReadySeconds").put("value", 1);
    return more;
  }

  private static JsonNode withAnotherImage(JsonNode patch) {
    JsonNode other = patch.deepCopy();
    other.forEach(
        operation -> {
          if (op("replace", "/image").test(operation)) {
            ((ObjectNode) operation).put("value", Manifests.image("s3", "three"));
          }
        });
    return other;
  }

  private static JsonNode ready(JsonNode patch) {
    JsonNode said = patch.deepCopy();
    for (JsonNode condition : said.findValue("conditions")) {
      boolean ready = condition.path("type").asText().equals("Ready");
      ((ObjectNode) condition).put("status", ready ? "True" : "False");
    }
    return said;
  }

  /** Without any guard but the uid. */
  private static JsonNode onceMore(JsonNode restart) {
    JsonNode again = without(restart, op("test", "").and(op("test", "/metadata/uid").negate()));
    String other = annotation(restart) + "-again";
    again.forEach(
        operation -> {
          if (operation.path("value").isObject()) {
            ((ObjectNode) operation.path("value")).put(Rotate.RESTARTED_FOR, other);
          } else if (op("add", "restarted-for").test(operation)) {
            ((ObjectNode) operation).put("value", other);
          }
        });
    return again;
  }

  private static String annotation(JsonNode restart) {
    for (JsonNode operation : restart) {
      if (operation.path("op").asText().equals("add")) {
        JsonNode value = operation.path("value");
        return value.path(Rotate.RESTARTED_FOR).asText(value.asText());
      }
    }
    throw new IllegalArgumentException(restart.toString());
  }

  private static JsonNode unguarded(JsonNode options) {
    JsonNode open = options.deepCopy();
    ((ObjectNode) open.findParent("preconditions")).remove("preconditions");
    return open;
  }
}
