package dev.releaserecord.plan.gate;

import dev.releaserecord.plan.release.DependencyKey;
import java.util.List;
import java.util.stream.Collectors;

/** What of a record's dependencies is not ready. */
public record Dependencies(List<DependencyKey> keys, Grants grants) {

  private static final int FEW = 2;

  public Dependencies {
    keys = List.copyOf(keys);
  }

  /** What is not ready, each with why; empty where all are. */
  public String open() {
    return open(keys.size());
  }

  /** The same, of the first few: each of 256 services says it. */
  public String few() {
    return open(FEW);
  }

  private String open(int limit) {
    List<DependencyKey> open =
        keys.stream().filter(key -> !(view(key) instanceof DependencyView.Ready)).toList();
    if (open.isEmpty()) {
      return "";
    }
    String told =
        open.stream()
            .limit(limit)
            .map(key -> key + ": " + view(key).trouble())
            .collect(Collectors.joining("; "));
    return "waits for what the release depends on: "
        + told
        + (open.size() > limit ? "; and " + (open.size() - limit) + " more" : "");
  }

  /** Whether one cannot be looked at and none is known to be amiss. */
  public boolean unknown() {
    return keys.stream().anyMatch(key -> view(key) instanceof DependencyView.Unknown)
        && keys.stream()
            .map(this::view)
            .allMatch(
                it -> it instanceof DependencyView.Ready || it instanceof DependencyView.Unknown);
  }

  /** Whether one cannot be looked at for want of a right. */
  public boolean forbidden() {
    return keys.stream()
        .anyMatch(
            key -> view(key) instanceof DependencyView.Unknown unknown && unknown.forbidden());
  }

  private DependencyView view(DependencyKey key) {
    return grants.dependency(key);
  }
}
