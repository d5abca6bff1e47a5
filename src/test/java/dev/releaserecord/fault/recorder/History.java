package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.releaserecord.fault.proxy.Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The revisions of one namespace while it is looked at. */
public final class History {

  private final List<Revision> revisions = new ArrayList<>();
  private final Set<Long> edits = new HashSet<>();

  /** The end of what was there before anybody looked is not kept. */
  synchronized void add(Revision revision) {
    if (!revision.gone()
        || revisions.stream().anyMatch(it -> it.is(revision.resource(), revision.name()))) {
      revisions.add(revision);
    }
  }

  /**
   * Says that a revision is a user's: its images and replicas are what the user wants.
   *
   * @param resourceVersion as the answer to the user's write told it
   */
  public synchronized void edited(String resourceVersion) {
    edits.add(Long.parseLong(resourceVersion));
  }

  /** All there is until now, with what went through the proxies. */
  public synchronized Account account(Traffic traffic) {
    return new Account(
        revisions,
        edits,
        traffic.deeds(),
        traffic.sightings(),
        Instant.now().minusNanos(System.nanoTime()));
  }

  /** The newest revision of an object as it was sent; missing while there is none. */
  public synchronized JsonNode newest(String resource, String name) {
    return revisions.reversed().stream()
        .filter(it -> it.is(resource, name))
        .findFirst()
        .filter(it -> !it.gone())
        .map(Revision::object)
        .orElse(MissingNode.getInstance());
  }

  /** Names of objects of a kind that stand, and stood before the newest revision of another. */
  public synchronized List<String> olderThan(String resource, String name, String kind) {
    long written =
        revisions.stream()
            .filter(it -> it.is(resource, name))
            .mapToLong(Revision::number)
            .max()
            .orElseThrow();
    Map<String, Long> born = new TreeMap<>();
    for (Revision revision : revisions) {
      if (revision.resource().equals(kind)) {
        if (revision.beingDeleted()) {
          born.remove(revision.name());
        } else {
          born.putIfAbsent(revision.name(), revision.number());
        }
      }
    }
    born.values().removeIf(number -> number > written);
    return List.copyOf(born.keySet());
  }

  /** Names of the objects of a kind that stand. */
  public synchronized List<String> standing(String resource) {
    return revisions.stream()
        .filter(it -> it.resource().equals(resource))
        .map(Revision::name)
        .distinct()
        .filter(name -> !newest(resource, name).isMissingNode())
        .toList();
  }

  /** All revisions so far, a line each. */
  public synchronized String world() {
    return revisions.stream().map(Revision::line).collect(Collectors.joining("\n"));
  }

  /** Whether that very revision was recorded. */
  public synchronized boolean reaches(String resourceVersion) {
    long number = Long.parseLong(resourceVersion);
    return revisions.stream().anyMatch(it -> it.number() == number);
  }

  synchronized boolean holds(Revision live) {
    return revisions.stream()
        .anyMatch(it -> it.is(live.resource(), live.name()) && it.number() >= live.number());
  }
}
