package dev.releaserecord.worlds;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.WorkloadClaim;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must hold in every state. Judged by what stands in the world, not by what the planner makes
 * of it; the first container of a workload is the governed one.
 */
final class Laws {

  static final String UNWRITTEN =
      "the operator cleared something, and the status does not have the attempt";

  /** The field manager of what writes without end. */
  static final String ROBOT = "robot";

  /** The fifth time within ten minutes is left. */
  private static final int ENOUGH = 4;

  private Laws() {}

  /** What people set stays: the replicas, or zero and the label that says what they were. */
  static @Nullable String ofState(World world) {
    for (Map.Entry<String, Integer> wanted : world.left().replicas().entrySet()) {
      Workload load = world.loads().objects().get(wanted.getKey());
      if (load == null) {
        continue;
      }
      int now = Mould.replicas(load);
      int kept = load.replicas().wanted();
      if (kept != wanted.getValue()) {
        return wanted.getKey()
            + " is to have "
            + wanted.getValue()
            + " replicas, and has "
            + now
            + (kept == now ? "" : " and the label " + kept);
      }
      if (kept != now && !world.card().guarded()) {
        return wanted.getKey() + " is drained, and nothing keeps the record from going";
      }
    }
    return null;
  }

  /** A patch of ours changes what the decision had looked at, into what is declared. */
  static @Nullable String ofPatch(
      Setting setting, World world, Write write, Workload before, Workload after) {
    if (!write.seen().uid().equals(before.id().uid())) {
      return "the operator wrote to " + before.key() + ", another object than it had looked at";
    }
    if (write.what() == Write.What.Drain && !entered(world, write, Set.of(before.id().uid()))) {
      return UNWRITTEN;
    }
    Set<String> declared = setting.known();
    for (int i = 0; i < before.containers().size(); i++) {
      String was = before.containers().get(i).image();
      String is = after.containers().get(i).image();
      if (was.equals(is)) {
        continue;
      }
      if (!write.seen().images().get(i).equals(was)) {
        return "the operator wrote over the image "
            + was
            + " of "
            + before.key()
            + ", which it had not seen";
      }
      if (i > 0 || !declared.contains(is)) {
        return "the operator wrote " + is + " into " + before.key() + ", undeclared";
      }
      String wrong = Retreats.ofPin(setting, world, write, is);
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  /** Whether a write of ours takes back what the robot wrote. */
  static boolean setsBack(Workload before, Workload after) {
    TemplateContainer was = before.containers().getFirst();
    return before.marks().set() != null
        && ROBOT.equals(was.imageManager())
        && !was.image().equals(after.containers().getFirst().image());
  }

  /**
   * Whoever writes without end wins. A count is lost only with the one who knew of it: one by each
   * crash, of a correction that no status told of yet, for the next waits until one does; and one
   * by each lost answer, of a correction that was made and not heard of.
   */
  static @Nullable String ofFight(Setting setting, World world) {
    Left.Luck before = setting.start().left().luck();
    Left.Luck now = world.left().luck();
    int lost = before.crashes() - now.crashes() + before.answers() - now.answers();
    int times = world.left().setBack();
    int told =
        world.card().status().status().contention().stream()
            .mapToInt(it -> it.flips().size())
            .sum();
    if (times - 1 > told + lost) {
      return "the operator set an image back again, and the status does not have the time before";
    }
    return times > ENOUGH + lost
        ? "the operator set an image back " + times + " times, and lost " + lost + " of its counts"
        : null;
  }

  /** What is deleted is not Ready, and the attempt was written down before. */
  static @Nullable String ofDelete(World world, Write write, Pod pod) {
    if (pod.ready()) {
      return "the operator deleted the Ready pod " + pod.name();
    }
    return entered(world, write, Set.of(pod.id().uid())) ? null : UNWRITTEN;
  }

  /** Only where nobody else does is a Ready pod replaced, and it is an old one. */
  static @Nullable String ofEviction(World world, Write write, Pod pod) {
    Workload load = Objects.requireNonNull(world.load(write.workload()));
    if (!load.strategy().onDelete()) {
      return "the operator evicted " + pod.name() + ", whose controller replaces it";
    }
    List<String> images = pod.containers().stream().map(PodContainer::image).toList();
    if (images.equals(write.seen().images())) {
      return "the operator evicted " + pod.name() + ", which runs what the template says";
    }
    return entered(world, write, Set.of(pod.id().uid())) ? null : UNWRITTEN;
  }

  /** Whether the status in the cluster has the attempt. */
  private static boolean entered(World world, Write write, Set<String> targets) {
    return world.card().status().status().services().stream()
        .flatMap(service -> service.workloads().stream())
        .filter(row -> write.workload().toString().equals(row.kind() + "/" + row.name()))
        .flatMap(row -> Stream.ofNullable(row.clearing()))
        .anyMatch(attempt -> attempt.targets().containsAll(targets));
  }

  /** A status is sound, and says Ready only of what was seen to carry and run the digests. */
  static @Nullable String ofStatus(Setting setting, Seen seen, ReleaseRecordStatus status) {
    List<Condition> conditions = status.conditions();
    boolean ready = Conditions.isTrue(conditions, ConditionType.Ready);
    boolean reconciling = Conditions.isTrue(conditions, ConditionType.Reconciling);
    boolean stalled = Conditions.isTrue(conditions, ConditionType.Stalled);
    if ((reconciling && stalled) || (ready && (reconciling || stalled))) {
      return "a status contradicts itself: Ready, Reconciling and Stalled exclude each other";
    }
    if (conditions.stream()
        .anyMatch(it -> !Objects.equals(it.getObservedGeneration(), status.observedGeneration()))) {
      return "a condition speaks of another generation than its status";
    }
    String back = Retreats.ofStatus(setting, seen, status);
    if (back != null || !ready) {
      return back;
    }
    Release release =
        setting.release(Objects.requireNonNull(status.observedGeneration()).intValue());
    for (Release.Service service : release.services()) {
      PinnedImage image = service.image().orElseThrow();
      for (WorkloadClaim claim : service.workloads()) {
        String wrong = ofReady(seen, service.name(), claim.key(), image.text());
        if (wrong != null) {
          return "Ready is said of generation " + release.id().generation() + ", but " + wrong;
        }
      }
    }
    return null;
  }

  private static @Nullable String ofReady(
      Seen seen, String service, WorkloadKey key, String image) {
    Copy<Workload> copy = seen.loads().get(key.toString());
    if (copy == null || !copy.value().containers().getFirst().image().equals(image)) {
      return key + " does not carry " + image;
    }
    if (!key.kind().keepsPodsRunning()) {
      return null;
    }
    Workload load = copy.value();
    List<Pod> pods = seen.podsOf(key).stream().filter(pod -> !pod.leaving()).toList();
    long running = pods.stream().filter(pod -> pod.ready() && runs(pod, image)).count();
    int wanted = load.replicas().wanted();
    if (running == 0 && wanted > 0) {
      return "no pod of " + key + " runs " + image;
    }
    boolean kept =
        seen.previous().status().services().stream()
            .filter(it -> it.name().equals(service) && it.phase() == Phase.Verified)
            .map(ServiceStatus::image)
            .anyMatch(image::equals);
    if (kept) {
      return null;
    }
    if (!load.replicas().current()) {
      return "the controller of " + key + " has not seen its newest spec";
    }
    boolean foreign = pods.stream().anyMatch(pod -> !carries(pod, image));
    return running >= wanted && !foreign
        ? null
        : running + " of " + wanted + " pods of " + key + " run " + image;
  }

  private static boolean runs(Pod pod, String image) {
    return carries(pod, image) && pod.containers().getFirst().imageId().equals(image);
  }

  private static boolean carries(Pod pod, String image) {
    return pod.containers().getFirst().image().equals(image);
  }

  /**
   * What a record asks for: all of it stands and runs, the replicas are people's, and it is said.
   */
  static boolean matched(Setting setting, World world) {
    Card card = world.card();
    if (card.gone()) {
      return world.loads().objects().values().stream().allMatch(it -> it.marks().drain() == null);
    }
    ReleaseRecordStatus status = card.status().status();
    boolean newest = Objects.equals(status.observedGeneration(), (long) card.generation());
    if (newest && world.left().setBack() >= ENOUGH && lost(status)) {
      return true;
    }
    if (newest && Retreats.over(setting, world)) {
      return true;
    }
    boolean said = newest && Conditions.isTrue(status.conditions(), ConditionType.Ready);
    return said
        && setting.release(card.generation()).services().stream()
            .allMatch(
                service ->
                    service.workloads().stream()
                        .allMatch(
                            claim ->
                                matched(world, claim.key(), service.image().orElseThrow().text())));
  }

  private static boolean lost(ReleaseRecordStatus status) {
    return Conditions.find(status.conditions(), ConditionType.Stalled)
        .filter(it -> it.getReason().equals("Contended"))
        .isPresent();
  }

  private static boolean matched(World world, WorkloadKey key, String image) {
    Workload load = world.load(key);
    if (load == null || !load.containers().getFirst().image().equals(image)) {
      return false;
    }
    if (!key.kind().keepsPodsRunning()) {
      return true;
    }
    List<Pod> pods = world.podsOf(key);
    return load.marks().drain() == null
        && load.replicas().complete()
        && pods.size() == load.replicas().wanted()
        && pods.stream().allMatch(pod -> pod.ready() && runs(pod, image));
  }
}
