package dev.releaserecord.scene;

import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.NodeRules;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Quota;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.VolumeClaim;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Facts;
import dev.releaserecord.rollout.reference.References;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A workload in a scene: one replica wanted, nothing running, no probe missing. */
public final class Subject {

  /** The hash of the newest template. */
  static final String REVISION = "r1";

  private final WorkloadKey key;
  private final List<TemplateContainer> containers = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final List<JobRun> runs = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private Replicas replicas = new Replicas(1, 1, 1, 0, true);
  private Marks marks = new Marks(true, null, null, null);
  private Strategy strategy = new Strategy(false, false, 0, false);
  private Surroundings.Nodes nodes = Surroundings.Nodes.UNREADABLE;
  private Surroundings.Scaling scaling = Surroundings.Scaling.NONE;
  private @Nullable Duration steadyFor;
  private final List<Quota> quotas = new ArrayList<>();
  private final List<VolumeClaim> claims = new ArrayList<>();
  private boolean probes = true;
  private String writer = "kubectl";
  private NodeRules rules = NodeRules.ANYWHERE;
  private boolean neverPulled;
  private References references = References.NONE;
  private String serviceAccount = Workload.Template.DEFAULT_ACCOUNT;
  private String revision = REVISION;
  private Workload.Notes notes = Workload.Notes.NONE;
  private Instant created = Instant.EPOCH;
  private long shape;

  private Subject(WorkloadKey key) {
    this.key = key;
  }

  public static Subject deployment(String name) {
    return of(Kind.Deployment, name);
  }

  public static Subject of(Kind kind, String name) {
    Subject subject = new Subject(new WorkloadKey(kind, name));
    if (kind == Kind.CronJob) {
      subject.replicas = Replicas.NONE;
    }
    return subject;
  }

  WorkloadKey key() {
    return key;
  }

  public Subject container(String name, String image) {
    return container(name, image, ContainerRole.Main);
  }

  public Subject container(String name, String image, ContainerRole role) {
    int index =
        (int)
            containers.stream()
                .filter(it -> (it.role() == ContainerRole.Main) == (role == ContainerRole.Main))
                .count();
    containers.add(
        new TemplateContainer(
            name,
            role,
            index,
            image,
            new TemplateContainer.Traits(probes ? 30 : 0, neverPulled),
            writer));
    return this;
  }

  /** The field manager that wrote the images of the containers that follow. */
  public Subject writtenBy(String manager) {
    writer = manager;
    return this;
  }

  public Subject withoutProbes() {
    probes = false;
    return this;
  }

  /**
   * From here on its containers are never pulled; its pods may run where the nodes are like this.
   */
  public Subject neverPulled(Map<String, String> nodes) {
    neverPulled = true;
    rules = new NodeRules(nodes, List.of(), List.of());
    return this;
  }

  /** Where its pods may run. */
  public Subject on(NodeRules newRules) {
    rules = newRules;
    return this;
  }

  /** All replicas run the template and have been Ready for a while. */
  public Subject steadyFor(Duration duration) {
    replicas = new Replicas(1, 1, 1, 1, true);
    steadyFor = duration;
    return this;
  }

  public Subject replicas(Replicas newReplicas) {
    replicas = newReplicas;
    return this;
  }

  /** What its template takes from Secrets and ConfigMaps. */
  public Subject refers(References newReferences) {
    references = newReferences;
    return this;
  }

  /** Its template was annotated by us, and all its pods are replaced by new ones. */
  public Subject restartedFor(String values, Instant when) {
    notes = new Workload.Notes(true, values);
    return replaced("for-" + values, when);
  }

  /** Somebody changed its template, and all its pods are replaced by new ones. */
  public Subject replaced(String newRevision, Instant when) {
    revision = newRevision;
    created = when;
    return this;
  }

  /** A Ready pod whose only container is the first of the template, with an image of its own. */
  public Subject pod(String image, String imageId, @Nullable Instant steadySince) {
    PodContainer container =
        PodSketch.running(
            containers.getFirst().name(), ContainerRole.Main, image, imageId, steadySince);
    return pod(key.name() + "-" + pods.size(), steadySince, List.of(container));
  }

  /** A pod of the newest template whose containers the test describes. */
  public Subject pod(String name, @Nullable Instant steadySince, List<PodContainer> all) {
    pods.add(
        new Pod(
            new Pod.Identity(name, "uid-" + name, "1"),
            new Pod.Owner.OfWorkload(key),
            new Pod.Template(revision, references.secrets().toList(), notes.restartedFor()),
            new Pod.Life(created, steadySince, null, null, List.of()),
            new Pod.Placement("node1", null),
            all));
    return this;
  }

  /** A pod that the test describes. */
  public Subject pod(PodSketch pod) {
    pods.add(pod.of(key));
    return this;
  }

  /** Nodes that can be read; only these exist. */
  public Subject nodes(Node... all) {
    nodes =
        new Surroundings.Nodes(
            true, Stream.of(all).collect(Collectors.toMap(Node::name, Function.identity())));
    return this;
  }

  /** A quota over its namespace. */
  public Subject quota(Quota quota) {
    quotas.add(quota);
    return this;
  }

  /** A volume claim of its namespace. */
  public Subject claim(VolumeClaim claim) {
    claims.add(claim);
    return this;
  }

  /** Who else scales it. */
  public Subject scaling(Surroundings.Scaling newScaling) {
    scaling = newScaling;
    return this;
  }

  /** It was scaled to 0 by us. */
  public Subject drained(Marks.Drain drain) {
    marks = marks.withDrain(drain);
    return this;
  }

  public Subject run(String name, String image, Instant finished, boolean failed) {
    String problem = failed ? "failed: BackoffLimitExceeded" : "";
    runs.add(
        new JobRun(
            new JobRun.Identity(name, "uid-" + name, finished),
            key,
            Map.of(containers.getFirst().name(), image),
            new JobRun.End(finished, failed, problem)));
    return this;
  }

  public Subject pinnedTo(String digestSet) {
    String label = digestSet.substring("sha256:".length(), "sha256:".length() + 32);
    marks = new Marks(true, label, marks.controller(), marks.gitOps());
    return this;
  }

  public Subject controlledBy(String controller) {
    marks = new Marks(true, marks.set(), controller, marks.gitOps());
    return this;
  }

  public Subject gitOps(Marks.GitOps application) {
    marks = new Marks(true, marks.set(), marks.controller(), application);
    return this;
  }

  public Subject strategy(Strategy newStrategy) {
    strategy = newStrategy;
    return this;
  }

  /** What a diagnosis may know of it. */
  public Facts facts(Instant at) {
    WorkloadView.Found found = view(at);
    return new Facts(found.workload(), found.pods(), found.runs(), found.surroundings(), at);
  }

  WorkloadView.Found view(Instant at) {
    List<Pod> all = new ArrayList<>(pods);
    if (steadyFor != null) {
      Instant since = at.minus(steadyFor);
      pod(
          key.name() + "-steady",
          since,
          containers.stream()
              .map(it -> PodSketch.running(it.name(), it.role(), it.image(), "", since))
              .toList());
      all.add(pods.removeLast());
    }
    Workload workload =
        new Workload(
            new Workload.Identity(key, "uid-" + key, "1", shape),
            new Workload.Template(revision, rules, references, notes, serviceAccount),
            containers,
            replicas,
            marks,
            strategy);
    Revision newest = new Revision(key.name() + "-" + revision, key, revision, 1, 1, null);
    Surroundings around =
        new Surroundings(List.of(newest), notices, nodes, quotas, claims, scaling);
    return new WorkloadView.Found(workload, all, runs, around);
  }

  /** Another number is another pod template, images aside. */
  public Subject shape(long number) {
    shape = number;
    return this;
  }

  /** Kubernetes warned of something. */
  public Subject notice(Notice notice) {
    notices.add(notice);
    return this;
  }
}
