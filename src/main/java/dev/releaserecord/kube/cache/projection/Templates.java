package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.api.FieldOwners;
import dev.releaserecord.kube.secret.ReferenceReader;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.NodeRules;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.reference.References;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.client.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a pod template and its containers, each with whoever wrote its image last. */
final class Templates {

  private static final List<String> TEMPLATE = List.of("f:spec", "f:template", "f:spec");
  private static final List<String> JOB_TEMPLATE =
      List.of("f:spec", "f:jobTemplate", "f:spec", "f:template", "f:spec");

  /** Most containers are one of these: no object for each. */
  private static final TemplateContainer.Traits NO_PROBE = new TemplateContainer.Traits(0, false);

  private static final TemplateContainer.Traits USUAL_PROBE =
      new TemplateContainer.Traits(30, false);

  private static final Workload.Notes ANNOTATED = new Workload.Notes(true, null);

  static final String RESTARTED_FOR = "releaserecord.dev/restarted-for";

  private static final Set<String> RESTARTS =
      Set.of(RESTARTED_FOR, "kubectl.kubernetes.io/restartedAt");

  /** Never 0, which says that nobody looked. */
  private static final long CLIENT = Version.clientVersion().hashCode() | 1;

  private Templates() {}

  static Workload.Template template(Kind kind, PodTemplateSpec template, String revision) {
    NodeRules nodes = NodeRuleReader.read(kind, template.getSpec());
    References references = ReferenceReader.read(template.getSpec());
    Workload.Notes notes = notes(template);
    String account = account(template);
    return revision.isEmpty()
            && nodes == NodeRules.ANYWHERE
            && references == References.NONE
            && notes == Workload.Notes.NONE
            && account.equals(Workload.Template.DEFAULT_ACCOUNT)
        ? Workload.Template.PLAIN
        : new Workload.Template(revision, nodes, references, notes, account);
  }

  /**
   * Stands for all that a rollback leaves as it is: images, what pods were restarted for and the
   * nightly restart do not count. A sum as the client's model has it, because this is asked of
   * every state of every workload; its upper half names the client, whose next version may sum
   * otherwise.
   */
  static long shape(PodTemplateSpec template) {
    List<Container> containers =
        Stream.concat(
                template.getSpec().getInitContainers().stream(),
                template.getSpec().getContainers().stream())
            .toList();
    List<String> images = new ArrayList<>();
    for (Container container : containers) {
      images.add(container.getImage());
      container.setImage(null);
    }
    try {
      int sum = Objects.hash(labels(template), lastingNotes(template), template.getSpec());
      return CLIENT << Integer.SIZE | Integer.toUnsignedLong(sum);
    } finally {
      for (int i = 0; i < images.size(); i++) {
        containers.get(i).setImage(images.get(i));
      }
    }
  }

  private static Map<String, String> labels(PodTemplateSpec template) {
    var labels = template.getMetadata() == null ? null : template.getMetadata().getLabels();
    return Objects.requireNonNullElse(labels, Map.of());
  }

  private static Map<String, String> lastingNotes(PodTemplateSpec template) {
    var notes = template.getMetadata() == null ? null : template.getMetadata().getAnnotations();
    if (notes == null || notes.keySet().stream().noneMatch(RESTARTS::contains)) {
      return Objects.requireNonNullElse(notes, Map.of());
    }
    Map<String, String> lasting = new HashMap<>(notes);
    lasting.keySet().removeAll(RESTARTS);
    return lasting;
  }

  private static String account(PodTemplateSpec template) {
    String name = template.getSpec().getServiceAccountName();
    return name == null || name.isEmpty() ? Workload.Template.DEFAULT_ACCOUNT : name.intern();
  }

  private static Workload.Notes notes(PodTemplateSpec template) {
    var annotations =
        template.getMetadata() == null ? null : template.getMetadata().getAnnotations();
    if (annotations == null || annotations.isEmpty()) {
      return Workload.Notes.NONE;
    }
    String restartedFor = annotations.get(RESTARTED_FOR);
    return restartedFor == null ? ANNOTATED : new Workload.Notes(true, restartedFor);
  }

  static boolean neverPulled(Container container) {
    return "Never".equals(container.getImagePullPolicy());
  }

  static ContainerRole initRole(Container container) {
    return "Always".equals(container.getRestartPolicy())
        ? ContainerRole.Sidecar
        : ContainerRole.Init;
  }

  static List<TemplateContainer> containers(
      Kind kind, PodTemplateSpec template, @Nullable List<ManagedFieldsEntry> managedFields) {
    List<String> path = kind == Kind.CronJob ? JOB_TEMPLATE : TEMPLATE;
    List<ManagedFieldsEntry> managers = managedFields == null ? List.of() : managedFields;
    List<TemplateContainer> containers = new ArrayList<>();
    List<Container> init = template.getSpec().getInitContainers();
    for (int i = 0; i < init.size(); i++) {
      containers.add(
          container(
              init.get(i),
              initRole(init.get(i)),
              i,
              manager(managers, path, "f:initContainers", init.get(i))));
    }
    List<Container> main = template.getSpec().getContainers();
    for (int i = 0; i < main.size(); i++) {
      containers.add(
          container(
              main.get(i),
              ContainerRole.Main,
              i,
              manager(managers, path, "f:containers", main.get(i))));
    }
    return containers;
  }

  private static TemplateContainer container(
      Container container, ContainerRole role, int index, @Nullable String manager) {
    String image = container.getImage() == null ? "" : container.getImage();
    return new TemplateContainer(
        container.getName().intern(),
        role,
        index,
        image,
        traits(container),
        manager == null ? null : manager.intern());
  }

  private static TemplateContainer.Traits traits(Container container) {
    TemplateContainer.Traits traits =
        new TemplateContainer.Traits(
            readinessWindow(container.getReadinessProbe()), neverPulled(container));
    if (traits.equals(NO_PROBE)) {
      return NO_PROBE;
    }
    return traits.equals(USUAL_PROBE) ? USUAL_PROBE : traits;
  }

  /** With the defaults of Kubernetes where a field is not written. */
  private static int readinessWindow(@Nullable Probe probe) {
    if (probe == null) {
      return 0;
    }
    int window =
        Fields.number(probe.getInitialDelaySeconds(), 0)
            + Fields.number(probe.getPeriodSeconds(), 10)
                * Fields.number(probe.getFailureThreshold(), 3);
    return Math.max(1, window);
  }

  /** Several may own the same value; the one who wrote last is the one to talk to. */
  private static @Nullable String manager(
      List<ManagedFieldsEntry> entries, List<String> path, String list, Container container) {
    String key = "k:{\"name\":\"" + container.getName() + "\"}";
    List<String> image = Stream.concat(path.stream(), Stream.of(list, key, "f:image")).toList();
    ManagedFieldsEntry last = null;
    for (ManagedFieldsEntry entry : entries) {
      if (FieldOwners.owns(entry, image)
          && (last == null || time(last).compareTo(time(entry)) <= 0)) {
        last = entry;
      }
    }
    return last == null ? null : last.getManager();
  }

  private static String time(ManagedFieldsEntry entry) {
    return Objects.requireNonNullElse(entry.getTime(), "");
  }
}
