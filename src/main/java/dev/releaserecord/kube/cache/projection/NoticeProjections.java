package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Notice;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reduces warnings to those that a diagnosis reads. */
public final class NoticeProjections {

  private static final String REPLICA_SET = "ReplicaSet";

  private static final Set<String> KINDS =
      Set.of("Pod", "Job", REPLICA_SET, "Deployment", "StatefulSet", "DaemonSet", "CronJob");

  private static final Set<String> REASONS =
      Set.of(
          "BackOff",
          "Failed",
          "FailedAttachVolume",
          "FailedCreate",
          "FailedCreatePodSandBox",
          "FailedKillPod",
          "FailedMapVolume",
          "FailedMount",
          "FailedPostStartHook",
          "FailedPreStopHook",
          "FailedScheduling",
          "NetworkNotReady",
          "Unhealthy");

  private static final int MESSAGE = 512;

  private NoticeProjections() {}

  public static Optional<Notice> of(Event event) {
    ObjectReference regarding = event.getInvolvedObject();
    if (!"Warning".equals(event.getType())
        || !REASONS.contains(Fields.text(event.getReason()))
        || regarding == null
        || !KINDS.contains(Fields.text(regarding.getKind()))) {
      return Optional.empty();
    }
    return Optional.of(
        new Notice(
            new Notice.Regarding(
                Fields.word(regarding.getKind()),
                Fields.text(regarding.getName()),
                Fields.text(regarding.getUid())),
            container(Fields.text(regarding.getFieldPath())),
            Fields.word(event.getReason()),
            Fields.cut(event.getMessage(), MESSAGE),
            lastSeen(event)));
  }

  /** Whether the same is only said again. */
  public static boolean same(Notice before, Notice after) {
    return before.equals(
        new Notice(
            after.regarding(),
            after.container(),
            after.reason(),
            after.message(),
            before.lastSeen()));
  }

  /** What a notice is looked up by: the uid of the object, except for a ReplicaSet. */
  public static Object group(Notice notice) {
    Notice.Regarding regarding = notice.regarding();
    return regarding.kind().equals(REPLICA_SET) ? ofReplicaSet(regarding.name()) : regarding.uid();
  }

  /** A revision has no uid; its name says as much, for it ends in the hash of the template. */
  public static Object ofReplicaSet(String name) {
    return new Notice.Regarding(REPLICA_SET, name, "");
  }

  /** Out of {@code spec.containers{app}} or {@code spec.initContainers{app}}. */
  private static String container(String fieldPath) {
    int open = fieldPath.indexOf('{');
    boolean named =
        fieldPath.startsWith("spec.containers{") || fieldPath.startsWith("spec.initContainers{");
    return named && fieldPath.endsWith("}")
        ? fieldPath.substring(open + 1, fieldPath.length() - 1).intern()
        : "";
  }

  /** The kubelet writes the second, the scheduler the third, and nobody all of them. */
  private static Instant lastSeen(Event event) {
    List<String> times =
        List.of(
            series(event),
            Fields.text(event.getLastTimestamp()),
            time(event.getEventTime()),
            Fields.text(event.getMetadata().getCreationTimestamp()));
    for (String time : times) {
      Instant instant = Fields.instant(time);
      if (instant != null) {
        return instant;
      }
    }
    return Instant.EPOCH;
  }

  private static String series(Event event) {
    return event.getSeries() == null ? "" : time(event.getSeries().getLastObservedTime());
  }

  private static String time(@Nullable MicroTime time) {
    return time == null ? "" : Fields.text(time.getTime());
  }
}
