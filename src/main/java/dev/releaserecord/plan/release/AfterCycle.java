package dev.releaserecord.plan.release;

import dev.releaserecord.plan.release.Release.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds services that wait for each other in a circle. */
final class AfterCycle {

  private enum Mark {
    OnPath,
    Done
  }

  private final Map<String, List<String>> after = new HashMap<>();
  private final Map<String, Mark> marks = new HashMap<>();
  private final List<String> path = new ArrayList<>();

  private AfterCycle(List<Service> services) {
    services.forEach(service -> after.put(service.name(), service.after()));
  }

  /** The first cycle, written as {@code a → b → a}. Depth is at most the 256 services. */
  static Optional<String> find(List<Service> services) {
    AfterCycle search = new AfterCycle(services);
    return services.stream().flatMap(service -> search.visit(service.name()).stream()).findFirst();
  }

  private Optional<String> visit(String name) {
    Mark mark = marks.get(name);
    if (mark == Mark.Done) {
      return Optional.empty();
    }
    if (mark == Mark.OnPath) {
      List<String> cycle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
      cycle.add(name);
      return Optional.of(String.join(" → ", cycle));
    }
    marks.put(name, Mark.OnPath);
    path.add(name);
    Optional<String> found =
        after.getOrDefault(name, List.of()).stream()
            .flatMap(next -> visit(next).stream())
            .findFirst();
    path.removeLast();
    marks.put(name, Mark.Done);
    return found;
  }
}
