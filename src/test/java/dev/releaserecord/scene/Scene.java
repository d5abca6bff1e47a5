package dev.releaserecord.scene;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.condition.Stall;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Observation.Rival;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.plan.ServiceState;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.check.CheckAnswer;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.ReleaseReader;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.KeyFacts;
import dev.releaserecord.secret.fact.KeyId;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.PullCredentials;
import dev.releaserecord.secret.fact.Stock;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.StatusProjector;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One record and what the caches hold of its workloads, at an instant that tests move. Each of its
 * plans is also made with the memory of the one before.
 */
public final class Scene {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final Map<WorkloadKey, WorkloadView> workloads = new HashMap<>();
  private final Map<WorkloadKey, List<Rival>> rivals = new HashMap<>();
  private ReleaseRecord record;
  private ReleaseRecordStatus status = ReleaseRecordStatus.EMPTY;
  private final TermsSketch terms = new TermsSketch();
  private final Remembering remembering = new Remembering();
  private Instant at = Instant.parse("2026-01-01T00:00:00Z");

  private Scene(ReleaseRecord record) {
    this.record = record;
  }

  /** A record named core, created a day before, with this spec. */
  public static Scene of(String spec) {
    return new Scene(record(spec, 1));
  }

  private static ReleaseRecord record(String spec, int generation) {
    return YAML.unmarshal(
        """
        apiVersion: releaserecord.dev/v1
        kind: ReleaseRecord
        metadata:
          name: core
          namespace: gobee
          uid: uid-core
          generation: %d
          creationTimestamp: "2025-12-31T00:00:00Z"
        spec:
        """
                .formatted(generation)
            + spec.indent(2),
        ReleaseRecord.class);
  }

  public Scene spec(String spec) {
    record = record(spec, Math.toIntExact(record.getMetadata().getGeneration()) + 1);
    return this;
  }

  public Scene with(Subject subject) {
    workloads.put(subject.key(), subject.view(at));
    return this;
  }

  public Scene without(WorkloadKey key) {
    workloads.remove(key);
    return this;
  }

  public Scene unreadable(WorkloadKey key, String why) {
    workloads.put(key, new WorkloadView.Unreadable(why));
    return this;
  }

  /** The operator lacks these and can do without. */
  public Scene missingRights(String... rights) {
    terms.missingRights = List.of(rights);
    return this;
  }

  /** A Secret with these keys, none of them empty, no two of the same value. */
  public Scene secret(String name, String... keys) {
    Map<String, KeyFacts> facts = new HashMap<>();
    for (String key : keys) {
      Fingerprint value = new Fingerprint(name.hashCode(), key.hashCode());
      facts.put(key, new KeyFacts(KeyFacts.Look.PLAIN, Map.of(), value, Map.of()));
    }
    return secret(new ObjectFacts(ObjectRef.secret(name), facts, Map.of(), at));
  }

  /** What is known of one that exists. */
  public ObjectFacts secretFacts(ObjectRef object) {
    return terms.stock.facts(object).orElseThrow();
  }

  /** Somebody writes another value into a key, now. */
  public Scene rotated(ObjectRef object, String key, long value) {
    ObjectFacts before = secretFacts(object);
    Map<String, KeyFacts> facts = new HashMap<>(before.keys());
    facts.put(
        key, new KeyFacts(KeyFacts.Look.PLAIN, Map.of(), new Fingerprint(value, value), Map.of()));
    return secret(new ObjectFacts(object, facts, before.filesOnly(), at));
  }

  /** Another key makes the fingerprints from now on. */
  public Scene key(int number) {
    Stock stock = terms.stock;
    return stock(new Stock(stock.found(), stock.pulls(), new KeyId(number)));
  }

  /** A Secret that the test describes. */
  public Scene secret(ObjectFacts facts) {
    return lookup(facts.object(), new Stock.Lookup.Found(facts));
  }

  /** It does not exist, as any that the test does not name. */
  public Scene withoutSecret(String name) {
    return lookup(ObjectRef.secret(name), new Stock.Lookup.Absent());
  }

  /** It cannot be read. */
  public Scene unreadableSecret(String name, String why) {
    return lookup(ObjectRef.secret(name), new Stock.Lookup.Unreadable(why));
  }

  private Scene lookup(ObjectRef object, Stock.Lookup lookup) {
    Map<ObjectRef, Stock.Lookup> found = new HashMap<>(terms.stock.found());
    found.put(object, lookup);
    return stock(new Stock(found, terms.stock.pulls(), terms.stock.key()));
  }

  /** What a Secret gives to whoever pulls with it. */
  public Scene pulls(String secret, PullCredentials credentials) {
    Map<String, PullCredentials> pulls = new HashMap<>(terms.stock.pulls());
    pulls.put(secret, credentials);
    return stock(new Stock(terms.stock.found(), pulls, terms.stock.key()));
  }

  private Scene stock(Stock stock) {
    terms.stock = stock;
    return this;
  }

  /** What people granted it. */
  public Scene grants(Grants grants) {
    terms.grants = grants;
    return this;
  }

  /** What was verified before. */
  public Scene history(History history) {
    terms.history = history;
    return this;
  }

  /** Another record claims a workload's containers of a repository. */
  public Scene rival(WorkloadKey key, String record, Instant created, String repository) {
    Release.Identity id = new Release.Identity("gobee", record, "uid-" + record, 1, created);
    rivals.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Rival(id, repository, List.of()));
    return this;
  }

  /** Whether the last status stands in the cluster. */
  public Scene recorded(boolean recorded) {
    terms.recorded = recorded;
    return this;
  }

  /** Somebody annotates the record to have it tried again. */
  public Scene retry(String value) {
    terms.retry = value;
    return this;
  }

  /** All checks that are wanted now end like this. */
  public Scene answer(CheckOutcome outcome, String message) {
    terms.answers =
        plan().checks().stream()
            .map(it -> new CheckAnswer(it, outcome, message, at, Duration.ofMillis(1250)))
            .toList();
    return this;
  }

  public Scene later(Duration duration) {
    at = at.plus(duration);
    return this;
  }

  public Instant at() {
    return at;
  }

  public ReleaseRecordStatus status() {
    return status;
  }

  public Observation observe() {
    return new Observation(
        ReleaseReader.read(record), status, at, workloads, rivals, terms.terms());
  }

  public Plan plan() {
    return remembering.plan(observe());
  }

  /** Services that plans took from an earlier pass. */
  public int remembered() {
    return remembering.taken();
  }

  /**
   * A pass in which every write succeeds; the workloads stay as they are until the test moves them.
   */
  public Outcome pass() {
    return pass(actions().map(ActionResult.Applied::new).map(ActionResult.class::cast).toList());
  }

  /** All that the next pass would do. */
  public Stream<Action> actions() {
    Plan plan = plan();
    return Stream.of(plan.actions(), plan.clearings(), plan.restarts()).flatMap(List::stream);
  }

  /** A pass in which nothing came of any write: the process died, or must not write. */
  public Outcome passInVain() {
    return pass(List.of());
  }

  /** What stands in the status of a workload of a service. */
  public WorkloadStatus row(String service, WorkloadKey key) {
    return observe().before(service, key).orElseThrow();
  }

  /** A pass with these results. */
  public Outcome pass(List<ActionResult> results) {
    return pass(results, List.of());
  }

  /** A pass that reads this evidence and writes nothing. */
  public Outcome taken(List<EvidenceTaken> evidence) {
    return pass(List.of(), evidence);
  }

  private Outcome pass(List<ActionResult> results, List<EvidenceTaken> evidence) {
    Observation observation = observe();
    Outcome outcome = new Outcome(observation, remembering.plan(observation), results, evidence);
    status = StatusProjector.project(outcome);
    return outcome;
  }

  public ServicePlan service(String name) {
    return plan().services().stream()
        .filter(service -> service.service().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Why nothing moves; there has to be a reason. */
  public Stall stall() {
    return Objects.requireNonNull(plan().stall());
  }

  public ServiceState state(String name) {
    return service(name).state();
  }
}
