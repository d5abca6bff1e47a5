package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.NodeRules;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Quota;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.TemplateContainer.Traits;
import dev.releaserecord.rollout.VolumeClaim;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One workload at one moment, told in seconds since {@link #START}. It wants one pod and has the
 * template revision {@code new}, with {@code old} before it; its container is {@code app}.
 */
final class Case {

  static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
  static final String DIGEST = "sha256:" + "a".repeat(64);
  static final String IMAGE = "r.io/g/users@" + DIGEST;

  private final WorkloadKey key;
  private final List<TemplateContainer> containers = new ArrayList<>();
  private final List<PodCase> pods = new ArrayList<>();
  private final List<JobRun> runs = new ArrayList<>();
  private final List<Revision> revisions = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final Map<String, Node> nodes = new HashMap<>();
  private final List<Quota> quotas = new ArrayList<>();
  private final List<VolumeClaim> claims = new ArrayList<>();
  private Replicas replicas;
  private Strategy strategy = new Strategy(false, false, 0, false);
  private NodeRules rules = NodeRules.ANYWHERE;
  private boolean nodesReadable;
  private long at = 10;

  private Case(Kind kind) {
    key = new WorkloadKey(kind, "users");
    replicas = kind == Kind.CronJob ? Replicas.NONE : new Replicas(1, 1, 1, 0, true);
    if (kind == Kind.Deployment || kind == Kind.DaemonSet) {
      revisions.add(revision("old", 1, null));
      revisions.add(revision("new", 2, null));
    }
  }

  static Case deployment() {
    return new Case(Kind.Deployment);
  }

  static Case statefulSet() {
    return new Case(Kind.StatefulSet);
  }

  static Case daemonSet() {
    return new Case(Kind.DaemonSet);
  }

  static Case cronJob() {
    return new Case(Kind.CronJob);
  }

  static Instant second(long second) {
    return START.plusSeconds(second);
  }

  /** Now. */
  Case at(long second) {
    at = second;
    return this;
  }

  Case wants(int wanted) {
    return counts(wanted, replicas.total(), replicas.updated(), replicas.available());
  }

  Case counts(int wanted, int total, int updated, int available) {
    replicas = new Replicas(wanted, total, updated, available, replicas.current());
    return this;
  }

  /** Its status still speaks of an older generation. */
  Case statusLags() {
    replicas =
        new Replicas(
            replicas.wanted(), replicas.total(), replicas.updated(), replicas.available(), false);
    return this;
  }

  Case stopped() {
    strategy = new Strategy(true, strategy.onDelete(), strategy.partition(), false);
    return this;
  }

  Case onDelete() {
    strategy = new Strategy(strategy.stopped(), true, 0, false);
    return this;
  }

  Case partition(int partition) {
    strategy = new Strategy(false, false, partition, false);
    return this;
  }

  /** The readiness probe of {@code app} may fail for so many seconds. */
  Case readinessWindow(int seconds) {
    containers.add(
        new TemplateContainer(
            "app", ContainerRole.Main, 0, IMAGE, new Traits(seconds, false), "kubectl"));
    return this;
  }

  Case templateImage(String image) {
    containers.add(
        new TemplateContainer("app", ContainerRole.Main, 0, image, new Traits(0, false), null));
    return this;
  }

  Case with(PodCase... more) {
    pods.addAll(List.of(more));
    return this;
  }

  Case noRevisions() {
    revisions.clear();
    return this;
  }

  /** The newest ReplicaSet cannot make its pods. */
  Case cannotCreate(String message) {
    revisions.removeLast();
    revisions.add(revision("new", 2, new Revision.Failure("FailedCreate", message)));
    return this;
  }

  /** The controller of a StatefulSet or DaemonSet cannot make its pods. */
  Case failedCreate(long second, String message) {
    notices.add(
        new Notice(
            new Notice.Regarding(key.kind().name(), key.name(), "uid-" + key),
            "",
            "FailedCreate",
            message,
            second(second)));
    return this;
  }

  Case quota(String name, String... exhausted) {
    quotas.add(new Quota(name, List.of(exhausted)));
    return this;
  }

  Case claim(String name, String phase, String storageClass) {
    claims.add(new VolumeClaim(name, phase, storageClass));
    return this;
  }

  Case node(String name) {
    return node(node(name, null, 1, "r.io/other:1"));
  }

  Case node(Node node) {
    nodesReadable = true;
    nodes.put(node.name(), node);
    return this;
  }

  /** A node that is not ready since a second. */
  Case lostNode(String name, long since) {
    return node(node(name, second(since), 1, "r.io/other:1"));
  }

  static Node node(String name, @Nullable Instant notReady, int listed, String... images) {
    return new Node(name, new Node.Health(notReady, listed), Map.of(), List.of(), Set.of(images));
  }

  Case rules(NodeRules newRules) {
    rules = newRules;
    return this;
  }

  Case runs(String job, long created) {
    return run(job, created, null);
  }

  Case completed(String job, long created) {
    return run(job, created, new JobRun.End(second(created + 60), false, ""));
  }

  Case failed(String job, long created) {
    return run(
        job, created, new JobRun.End(second(created + 60), true, "failed: BackoffLimitExceeded"));
  }

  private Case run(String job, long created, JobRun.@Nullable End end) {
    JobRun.Identity id = new JobRun.Identity(job, "uid-" + job, second(created));
    runs.add(new JobRun(id, key, Map.of("app", IMAGE), end));
    return this;
  }

  private Revision revision(String hash, long number, Revision.@Nullable Failure failure) {
    return new Revision(key.name() + "-" + hash, key, hash, number, 1, failure);
  }

  Facts facts() {
    if (containers.isEmpty()) {
      readinessWindow(30);
    }
    List<Notice> all = new ArrayList<>(notices);
    pods.forEach(pod -> all.addAll(pod.notices()));
    Workload workload =
        new Workload(
            new Workload.Identity(key, "uid-" + key, "1"),
            new Workload.Template(key.kind() == Kind.StatefulSet ? "new" : "", rules),
            containers,
            replicas,
            new Marks(true, null, null, null),
            strategy);
    Surroundings around =
        new Surroundings(
            revisions, all, new Surroundings.Nodes(nodesReadable, nodes), quotas, claims);
    return new Facts(
        workload, pods.stream().map(pod -> pod.pod(key)).toList(), runs, around, second(at));
  }

  Diagnosis diagnosis() {
    return Diagnostician.diagnose(facts());
  }

  /** The one fault that is to be mended first. */
  Fault root() {
    return diagnosis().root().orElseThrow(() -> new AssertionError("nothing is called wrong"));
  }
}
