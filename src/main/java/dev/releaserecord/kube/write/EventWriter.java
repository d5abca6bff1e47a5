package dev.releaserecord.kube.write;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.status.event.EventDraft;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events ({@code events.k8s.io/v1}). The name follows from what is said of what, so that the
 * same event said again is counted, not doubled. An event that cannot be written is logged: it
 * never fails a pass.
 */
public final class EventWriter {

  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
  private static final DateTimeFormatter MICRO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final int REMEMBERED = 1_000;

  /** The API server's limit for a note, in bytes. */
  private static final int NOTE_LIMIT = 1024;

  private static final String CONTROLLER = "releaserecord.dev/release-operator";

  private static final PatchContext COUNT =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(Marks.MANAGER)
          .build();

  private final KubernetesClient client;
  private final WriteGate gate;
  private final String instance;
  private final Clock clock;

  /** How often each was said, so that saying it again is one request; the oldest are forgotten. */
  private final Map<String, Integer> counts =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
              return size() > REMEMBERED;
            }
          });

  /**
   * @param instance which process of the operator, for {@code reportingInstance}
   */
  public EventWriter(KubernetesClient client, WriteGate gate, String instance, Clock clock) {
    this.client = client;
    this.gate = gate;
    this.instance = instance;
    this.clock = clock;
  }

  public void write(ReleaseRecord record, EventDraft draft) {
    if (!gate.open()) {
      return;
    }
    Event event = event(record, draft);
    String name = event.getMetadata().getName();
    Integer said = counts.get(name);
    try {
      if (said == null || !counted(event, said + 1)) {
        client.resource(event).create();
        counts.put(name, 1);
      }
    } catch (KubernetesClientException e) {
      switch (ApiFailure.of(e)) {
        case ApiFailure.AlreadyExists _ -> count(event);
        case ApiFailure failure ->
            LOG.warn("event {} was not written: {}", draft.reason(), failure.message());
      }
    }
  }

  /** What another process said of it before. */
  private void count(Event event) {
    try {
      Event old = client.resource(event).get();
      int before = old == null || old.getSeries() == null ? 1 : old.getSeries().getCount();
      counted(event, before + 1);
    } catch (KubernetesClientException e) {
      LOG.warn("event {} was not counted: {}", event.getReason(), ApiFailure.of(e).message());
    }
  }

  /** False where the event has gone meanwhile, as all do after an hour. */
  private boolean counted(Event event, int count) {
    try {
      client
          .resource(event)
          .patch(
              COUNT,
              "{\"series\":{\"count\":%d,\"lastObservedTime\":\"%s\"}}"
                  .formatted(count, MICRO.format(clock.instant())));
      counts.put(event.getMetadata().getName(), count);
      return true;
    } catch (KubernetesClientException e) {
      if (ApiFailure.of(e) instanceof ApiFailure.NotFound) {
        counts.remove(event.getMetadata().getName());
        return false;
      }
      throw e;
    }
  }

  private Event event(ReleaseRecord record, EventDraft draft) {
    ObjectReference regarding = regarding(record, draft);
    String note = cut(draft.note());
    String identity = regarding.getUid() + "\n" + draft.reason() + "\n" + note;
    UUID hash = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(record.getMetadata().getNamespace())
        .withName(regarding.getName() + "." + hash.toString().replace("-", "").substring(0, 16))
        .withLabels(
            Map.of(
                "app.kubernetes.io/managed-by",
                "release-operator",
                "releaserecord.dev/record",
                record.getMetadata().getName()))
        .endMetadata()
        .withEventTime(now())
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withType(draft.warning() ? "Warning" : "Normal")
        .withReason(draft.reason())
        .withAction(draft.action())
        .withNote(note)
        .withRegarding(regarding)
        .build();
  }

  private MicroTime now() {
    return new MicroTime(MICRO.format(clock.instant()));
  }

  private static ObjectReference regarding(ReleaseRecord record, EventDraft draft) {
    var meta = record.getMetadata();
    var workload = draft.workload();
    if (workload == null) {
      return new ObjectReferenceBuilder()
          .withApiVersion(record.getApiVersion())
          .withKind(record.getKind())
          .withNamespace(meta.getNamespace())
          .withName(meta.getName())
          .withUid(meta.getUid())
          .build();
    }
    return new ObjectReferenceBuilder()
        .withApiVersion(workload.kind() == Kind.CronJob ? "batch/v1" : "apps/v1")
        .withKind(workload.kind().name())
        .withNamespace(meta.getNamespace())
        .withName(workload.name())
        .withUid(Objects.requireNonNull(draft.workloadUid()))
        .build();
  }

  private static String cut(String note) {
    byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= NOTE_LIMIT) {
      return note;
    }
    int end = NOTE_LIMIT - 3;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
  }
}
