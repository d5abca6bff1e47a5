package dev.releaserecord.worlds;

import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds a setting: workloads that have been running for long, and a record that is new. */
final class Beginning {

  private final String name;
  private final List<String> specs = new ArrayList<>();
  private final List<VerifiedSet> verified = new ArrayList<>();
  private final List<Setting.Deed> edits = new ArrayList<>();
  private final List<Setting.Deed> chores = new ArrayList<>();
  private final Map<String, Integer> replicas = new TreeMap<>();
  private World world =
      new World(
          Watched.of(Map.of(Card.NAME, Card.fresh())),
          Watched.of(Map.of()),
          Watched.of(Map.of()),
          Watched.of(Map.of()),
          Watched.of(Map.of()),
          Operator.STARTED,
          new Left(Left.Luck.ALWAYS, Map.of(), false, null, 0));
  private World.Lag lag = new World.Lag(2, 2);
  private boolean swift;
  private boolean alone;
  private boolean jammed;
  private Duration delay = Ages.GRAIN;
  private Left.Luck luck = Left.Luck.ALWAYS;

  private Beginning(String name) {
    this.name = name;
  }

  static Beginning of(String name) {
    return new Beginning(name);
  }

  /** The spec of the next generation. */
  Beginning spec(String spec) {
    specs.add(spec);
    return this;
  }

  /** What such a spec declares was verified once, and later than what was named before. */
  Beginning verified(String spec) {
    Release release = Setting.releases(List.of(spec)).getFirst();
    long revision = verified.size() + 1;
    String name = "core-" + revision;
    VerifiedSet.Identity id = new VerifiedSet.Identity("uid-" + name, "1");
    verified.add(
        new VerifiedSet(
            new VerifiedSet.Keeping(name, "core", id, "uid-core", revision),
            release.digestSet().orElseThrow(),
            Ages.longAgo(),
            null,
            null,
            release.services().stream().map(Beginning::member).toList()));
    return this;
  }

  private static VerifiedSet.Member member(Release.Service service) {
    return new VerifiedSet.Member(
        service.name(),
        service.target().repository(),
        service.target().digest().orElseThrow().text(),
        null,
        List.of());
  }

  Beginning running(Kind kind, String load, int count, String... images) {
    return running(kind, load, count, new Strategy(false, false, 0, false), images);
  }

  /** A workload whose pods are as they will be, whatever its images are. */
  Beginning running(Kind kind, String load, int count, Strategy strategy, String... images) {
    WorkloadKey key = new WorkloadKey(kind, load);
    world = withPods(world, fresh(key, count, strategy, images), jammed);
    if (kind == Kind.Deployment || kind == Kind.StatefulSet) {
      replicas.put(key.toString(), count);
    }
    return this;
  }

  /** A Job of each of these images has run, and no other is due. */
  Beginning ran(String load, String... images) {
    WorkloadKey key = new WorkloadKey(Kind.CronJob, load);
    for (String image : images) {
      Workload then = fresh(key, 0, new Strategy(false, false, 0, false), image);
      String name = load + "-" + Mould.hash(then);
      world =
          world.put(
              new JobRun(
                  new JobRun.Identity(name, "uid-" + name, Ages.longAgo()),
                  key,
                  Map.of(load, image),
                  new JobRun.End(Ages.longAgo(), false, "")));
    }
    return this;
  }

  static Workload fresh(WorkloadKey key, int count, Strategy strategy, String... images) {
    List<TemplateContainer> containers = new ArrayList<>();
    for (String image : images) {
      String name = containers.isEmpty() ? key.name() : "side" + containers.size();
      containers.add(
          new TemplateContainer(
              name,
              ContainerRole.Main,
              containers.size(),
              image,
              new TemplateContainer.Traits(30, false),
              "kubectl"));
    }
    boolean runs = key.kind().keepsPodsRunning();
    return new Workload(
        new Workload.Identity(key, "uid-" + key + "-0", "0"),
        Workload.Template.PLAIN,
        containers,
        runs ? new Replicas(count, 0, 0, 0, false) : Replicas.NONE,
        new Marks(true, null, null, null),
        strategy);
  }

  private static World withPods(World before, Workload load, boolean jammed) {
    World next = before.put(load);
    WorkloadKey key = load.key();
    if (!key.kind().keepsPodsRunning()) {
      return next;
    }
    String hash = Mould.hash(load);
    int count = load.replicas().wanted();
    for (int i = 0; i < count; i++) {
      String name =
          key.kind() == Kind.StatefulSet ? key.name() + "-" + i : Mould.freshName(next, key, hash);
      Pod made = Mould.pod(next, load, name);
      Pod pod = jammed ? made : Mould.broken(made) ? Mould.started(made) : Mould.ready(made);
      next = next.put(Ages.shift(pod, Ages.GRAIN.multipliedBy(100)));
    }
    next = next.put(Mould.counted(load, hash, next.podsOf(key)));
    return key.kind() == Kind.StatefulSet
        ? next
        : next.put(Rollout.revision(key, hash, 1, key.kind() == Kind.Deployment ? count : 0));
  }

  /** From here on no pod comes up until all have gone. */
  Beginning jammed() {
    jammed = true;
    return this;
  }

  /** How long everything may stand still. */
  Beginning delay(Duration longer) {
    delay = longer;
    return this;
  }

  /** See {@link Controllers#steps}. */
  Beginning swift() {
    swift = true;
    return this;
  }

  /** See {@link Setting}. */
  Beginning alone() {
    alone = true;
    return this;
  }

  Beginning lag(int each, int all) {
    lag = new World.Lag(each, all);
    return this;
  }

  /** How often each may happen, and how many of them together. */
  Beginning faults(int all, int crashes, int answers, int edited, int delays) {
    luck = new Left.Luck(all, crashes, answers, edited, delays);
    return this;
  }

  Beginning edit(Setting.Deed... deeds) {
    edits.addAll(List.of(deeds));
    return this;
  }

  Beginning chore(Setting.Deed deed) {
    chores.add(deed);
    return this;
  }

  Setting build() {
    World start =
        new World(
            Watched.of(world.cards().objects()),
            Watched.of(world.loads().objects()),
            Watched.of(world.pods().objects()),
            Watched.of(world.revisions().objects()),
            Watched.of(world.runs().objects()),
            Operator.STARTED,
            new Left(luck, replicas, jammed, null, 0));
    return new Setting(
        name,
        Setting.releases(specs),
        new History(true, verified),
        start,
        lag,
        swift,
        alone,
        delay,
        edits,
        chores,
        Flaw.None);
  }
}
