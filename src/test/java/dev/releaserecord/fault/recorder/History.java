package dev.releaserecord.fault.recorder;

import dev.releaserecord.fault.proxy.Traffic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The revisions of one namespace while it is looked at. */
public final class History {

  private final List<Revision> revisions = new ArrayList<>();
  private final Set<Long> edits = new HashSet<>();

  synchronized void add(Revision revision) {
    revisions.add(revision);
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
    return new Account(revisions, edits, traffic.deeds(), traffic.sightings());
  }

  synchronized boolean holds(Revision live) {
    return revisions.stream()
        .anyMatch(it -> it.is(live.resource(), live.name()) && it.number() >= live.number());
  }
}
