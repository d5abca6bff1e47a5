package dev.releaserecord.app.record;

import dev.releaserecord.api.RecordedSet;
import dev.releaserecord.api.RecordedSet.RecordedService;
import dev.releaserecord.api.RecordedSet.RecordedWorkload;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceSpec;
import dev.releaserecord.api.StartedWith;
import dev.releaserecord.api.WorkloadKind;
import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.history.Changes;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.ReleaseReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a record has to declare so that it goes back to a recorded set. */
final class Return {

  /** As many as the record takes. */
  private static final int REFUSED = 20;

  private final ReleaseRecord record;
  private final Release release;
  private final Map<String, RecordedService> then;

  Return(ReleaseRecord record, RecordedSet set) {
    this.record = record;
    this.release = ReleaseReader.read(record);
    this.then =
        set.services().stream()
            .collect(Collectors.toMap(RecordedService::name, Function.identity(), (one, _) -> one));
  }

  /** The set that is left; null where nothing was declared. */
  @Nullable String left() {
    return release.digestSet().orElse(null);
  }

  /**
   * Operations of a JSON patch, with tests of what they replace.
   *
   * @param to the set that is gone to
   */
  List<Map<String, Object>> operations(String to) {
    List<Map<String, Object>> all = new ArrayList<>();
    all.add(Records.op("test", "/metadata/uid", record.getMetadata().getUid()));
    List<ServiceSpec> services = record.getSpec().services();
    for (int i = 0; i < services.size(); i++) {
      service("/spec/services/" + i, services.get(i), release.services().get(i), all);
    }
    refuse(to, all);
    return all;
  }

  private void service(
      String path, ServiceSpec spec, Release.Service read, List<Map<String, Object>> all) {
    RecordedService was = then.get(spec.name());
    if (was == null || spec.digestFrom() != null) {
      return;
    }
    all.add(Records.op("test", path + "/name", spec.name()));
    if (spec.digest() != null) {
      all.add(Records.op("test", path + "/digest", spec.digest()));
    }
    all.add(Records.op("add", path + "/digest", was.digest()));
    if (!was.image().equals(read.target().repository())) {
      all.add(Records.op("add", path + "/image", was.image()));
    }
    version(path, spec, was, all);
  }

  /** One that was told of the digest that is left says nothing of the other. */
  private static void version(
      String path, ServiceSpec spec, RecordedService was, List<Map<String, Object>> all) {
    if (was.version() != null && !was.version().equals(spec.version())) {
      all.add(Records.op("add", path + "/version", was.version()));
    } else if (was.version() == null
        && spec.version() != null
        && !was.digest().equals(spec.digest())) {
      all.add(Map.of("op", "remove", "path", path + "/version"));
    }
  }

  /** A re-apply of what is left must not bring it back; the oldest gives way when it is full. */
  private void refuse(String to, List<Map<String, Object>> all) {
    List<String> before = record.getSpec().refuse();
    List<String> after = new ArrayList<>(before);
    after.remove(to);
    String left = left();
    if (left != null && !after.contains(left)) {
      after.add(left);
    }
    while (after.size() > REFUSED) {
      after.removeFirst();
    }
    if (!after.equals(before)) {
      if (!before.isEmpty()) {
        all.add(Records.op("test", "/spec/refuse", before));
      }
      all.add(Records.op("add", "/spec/refuse", after));
    }
  }

  /** The pod template of a workload in a word, images aside; empty where nobody can tell. */
  @FunctionalInterface
  interface Templates {
    Optional<String> of(WorkloadKind kind, String name);
  }

  /** What the recorded set stood on that is another now, each as a clause. */
  List<String> changes(Templates templates) {
    TreeSet<String> changes = new TreeSet<>(since(templates));
    record.getSpec().services().stream()
        .filter(spec -> !then.containsKey(spec.name()))
        .forEach(
            spec -> changes.add(spec.name() + " was not in that set: it keeps what it declares"));
    then.keySet().stream()
        .filter(name -> release.services().stream().noneMatch(it -> it.name().equals(name)))
        .forEach(name -> changes.add(name + " was in that set and is not in the record"));
    return List.copyOf(changes);
  }

  /** The same, of what pods take beside their images alone. */
  List<String> since(Templates templates) {
    TreeSet<String> changes = new TreeSet<>();
    for (ServiceSpec spec : record.getSpec().services()) {
      RecordedService was = then.get(spec.name());
      if (was != null) {
        was.workloads().forEach(it -> secrets(spec.name(), it, changes));
        was.workloads().forEach(it -> template(it, templates, changes));
      }
    }
    return List.copyOf(changes);
  }

  private static void template(RecordedWorkload was, Templates templates, TreeSet<String> changes) {
    String now = templates.of(was.kind(), was.name()).orElse(null);
    if (Changes.reshaped(was.shape(), now)) {
      changes.add(Changes.template(was.kind() + "/" + was.name()) + " now, images aside");
    }
  }

  /** Digests by another key tell nothing. */
  private void secrets(String service, RecordedWorkload was, TreeSet<String> changes) {
    WorkloadSecrets now = now(service, was);
    WorkloadSecrets past = was.secrets();
    if (now == null || past == null || !Objects.equals(now.keyId(), past.keyId())) {
      return;
    }
    Map<String, String> held =
        now.objects().stream()
            .collect(Collectors.toMap(StartedWith::object, StartedWith::hmac, (one, _) -> one));
    for (StartedWith object : past.objects()) {
      String hmac = held.get(object.object());
      String place = " (" + was.kind() + "/" + was.name() + ")";
      if (hmac == null) {
        changes.add(object.object() + " is not taken any more" + place);
      } else if (!hmac.equals(object.hmac())) {
        changes.add(object.object() + " holds other values now" + place);
      }
    }
  }

  private @Nullable WorkloadSecrets now(String service, RecordedWorkload was) {
    ReleaseRecordStatus status =
        Objects.requireNonNullElse(record.getStatus(), ReleaseRecordStatus.EMPTY);
    return status.services().stream()
        .filter(it -> it.name().equals(service))
        .flatMap(it -> it.workloads().stream())
        .filter(it -> it.kind() == was.kind() && it.name().equals(was.name()))
        .map(WorkloadStatus::secrets)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
