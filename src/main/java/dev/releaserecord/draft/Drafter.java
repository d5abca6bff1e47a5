package dev.releaserecord.draft;

import dev.releaserecord.draft.Draft.SecretUse;
import dev.releaserecord.draft.Draft.Service;
import dev.releaserecord.draft.Group.Member;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Drafts a record for what a namespace runs. */
public final class Drafter {

  /** What the schema of a record takes; see {@code ServiceSpec} and {@code ReleaseRecordSpec}. */
  private static final int WORKLOADS = 16;

  private static final int SERVICES = 256;
  private static final int DEPENDENCIES = 64;

  private final Inventory inventory;
  private final Ours ours;
  private final Map<String, Map<WorkloadKey, Member>> groups = new TreeMap<>();
  private final Map<String, ImageReference> repositories = new TreeMap<>();

  /** What of a workload stays as it is, although the rest of it is ours. */
  private final Map<WorkloadKey, List<String>> beside = new HashMap<>();

  private final List<Workload> dependencies = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private Drafter(Inventory inventory, Ours ours) {
    this.inventory = inventory;
    this.ours = ours;
  }

  /** Without a service where nothing is ours. */
  public static Draft draft(Inventory inventory, Ours ours) {
    Drafter drafter = new Drafter(inventory, ours);
    inventory.workloads().forEach(drafter::sort);
    inventory.loose().forEach(it -> drafter.leftOut.add(it.place() + ": " + it.image()));
    return drafter.draft();
  }

  private void sort(Workload workload) {
    String record = inventory.governed().get(workload.key());
    if (record != null) {
      leftOut.add(workload.key() + ": ReleaseRecord " + record + " governs it");
    } else if (workload.marks().controller() != null) {
      others(workload, workload.marks().controller() + " manages it");
    } else {
      split(workload);
    }
  }

  private void split(Workload workload) {
    Map<String, List<TemplateContainer>> mine = new LinkedHashMap<>();
    List<String> rest = new ArrayList<>();
    boolean unclear = false;
    for (TemplateContainer container : workload.containers()) {
      switch (Origin.of(container.image(), ours.prefix())) {
        case Origin.Of(ImageReference reference, var token) when ours.covers(reference) -> {
          repositories.putIfAbsent(reference.repository(), reference);
          mine.computeIfAbsent(reference.repository(), _ -> new ArrayList<>()).add(container);
          if (token != null) {
            rest.add(
                text(container) + " holds the placeholder " + token + guess(container, reference));
          }
        }
        case Origin.Of _ -> rest.add(text(container) + " is not taken for yours");
        case Origin.Unclear(String why) -> {
          unclear = true;
          rest.add(text(container) + " " + why);
        }
      }
    }
    if (mine.isEmpty()) {
      others(workload, String.join("; ", rest), !unclear);
    } else {
      mine.forEach(
          (repository, containers) ->
              groups
                  .computeIfAbsent(repository, _ -> new LinkedHashMap<>())
                  .put(workload.key(), new Member(workload, containers)));
      beside.put(workload.key(), rest);
    }
  }

  private static String guess(TemplateContainer container, ImageReference reference) {
    return container.image().startsWith(reference.name())
        ? ""
        : "; that it is of " + reference.name() + " is a guess by --image-prefix";
  }

  private static String text(TemplateContainer container) {
    return "container " + container.name() + " (" + container.image() + ")";
  }

  private void others(Workload workload, String why) {
    others(workload, why, true);
  }

  /**
   * @param known whether it is known to be of others
   */
  private void others(Workload workload, String why, boolean known) {
    if (known && workload.key().kind() == Kind.StatefulSet && dependencies.size() < DEPENDENCIES) {
      dependencies.add(workload);
    } else {
      leftOut.add(workload.key() + ": " + why);
    }
  }

  private Draft draft() {
    Names names = new Names(repositories.values());
    List<Service> services = new ArrayList<>();
    groups.forEach(
        (repository, members) ->
            services.addAll(
                services(new Group(List.copyOf(members.values()), reference(repository)), names)));
    services.sort(Comparator.comparing(Service::name));
    services.stream()
        .skip(SERVICES)
        .forEach(it -> leftOut.add(it.image().name() + ": a record has room for 256 services"));
    List<Service> kept = services.stream().limit(SERVICES).toList();
    Set<String> shared = shared(kept);
    return new Draft(
        prefix(kept),
        SecretUses.of(workloads(kept)).stream().filter(it -> shared.contains(it.name())).toList(),
        dependencies,
        kept.stream().map(it -> without(it, shared)).toList(),
        leftOut);
  }

  private ImageReference reference(String repository) {
    return Objects.requireNonNull(repositories.get(repository));
  }

  /** One, and more with the same digest where it is too many workloads for one. */
  private List<Service> services(Group group, Names names) {
    ImageReference image = group.repository();
    String first = names.of(image);
    List<Service> services = new ArrayList<>();
    for (List<Member> members : group.parts(WORKLOADS)) {
      boolean whole = services.isEmpty();
      services.add(
          new Service(
              whole ? first : names.unique(first),
              group.version(),
              image,
              whole ? BuildFinder.find(group, inventory) : new Build.SameAs(first),
              members.stream().map(it -> Group.claim(image, it)).toList(),
              SecretUses.of(members.stream().map(Member::workload).toList()),
              notes(members)));
    }
    return services;
  }

  private List<String> notes(List<Member> members) {
    List<String> notes = new ArrayList<>();
    for (Member member : members) {
      WorkloadKey key = member.workload().key();
      beside.getOrDefault(key, List.of()).forEach(it -> notes.add(key + ": " + it));
    }
    return notes;
  }

  private List<Workload> workloads(List<Service> services) {
    Set<WorkloadKey> keys =
        services.stream()
            .flatMap(service -> service.workloads().stream())
            .map(Draft.Claim::workload)
            .collect(Collectors.toSet());
    return inventory.workloads().stream().filter(it -> keys.contains(it.key())).toList();
  }

  private static Set<String> shared(List<Service> services) {
    return services.stream()
        .flatMap(service -> service.secrets().stream())
        .collect(Collectors.groupingBy(SecretUse::name, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(it -> it.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Service without(Service service, Set<String> secrets) {
    return new Service(
        service.name(),
        service.version(),
        service.image(),
        service.build(),
        service.workloads(),
        service.secrets().stream().filter(it -> !secrets.contains(it.name())).toList(),
        service.notes());
  }

  /** What most images begin with that end as their services are called, if there are two. */
  private static @Nullable String prefix(List<Service> services) {
    return services.stream()
        .filter(service -> !(service.build() instanceof Build.SameAs))
        .flatMap(service -> service.prefix().stream())
        .collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(it -> it.getValue() > 1)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }
}
