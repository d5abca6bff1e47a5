package dev.releaserecord.plan;

import java.util.List;

/**
 * Another record's claim on a workload.
 *
 * @param repository of the claiming service
 * @param containers the named ones; empty: those of the repository
 */
public record Rival(Release.Identity record, String repository, List<String> containers) {
  public Rival {
    containers = List.copyOf(containers);
  }
}
