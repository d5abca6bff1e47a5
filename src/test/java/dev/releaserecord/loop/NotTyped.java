package dev.releaserecord.loop;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A command of a page that is not run, and why.
 *
 * @param page how its path ends
 * @param part what stands in it
 */
record NotTyped(String page, String part, String why) {

  static final List<NotTyped> TABLE =
      List.of(
          new NotTyped("install.md", " resolve ", "asks a registry in the internet"),
          new NotTyped("from-keel.md", " resolve ", "asks a registry in the internet"),
          new NotTyped(
              "approvals.md",
              "kubectl apply -k ",
              "would bind every namespace, and other tests share the cluster; the story installs it"
                  + " for its own"),
          new NotTyped("gates.md", "ctr ", "there is no container runtime below kwok's nodes"));

  /** Pages that {@link DocumentedCommandsIT} goes through. */
  static final List<Path> STORIES =
      Stream.of(
              "install.md",
              "guides/approvals.md",
              "guides/rotation.md",
              "guides/rollback.md",
              "guides/kubectl-apply.md",
              "guides/keel.md",
              "guides/from-keel.md",
              "guides/from-reloader.md",
              "gates.md",
              "history.md",
              "checks.md")
          .map(Path.of("docs")::resolve)
          .toList();

  /** Whole pages that no story tells, by the start of their paths. */
  private static final Map<String, String> PAGES =
      Map.ofEntries(
          Map.entry("CONTRIBUTING.md", "CI runs it"),
          Map.entry("README.md", "CI runs dev/sandbox and verify; the rest not yet"),
          Map.entry("helm-free-manifests/README.md", "ShippedManifestsIT applies the overlays"),
          Map.entry("docs/commands.md", "not yet: its answers are of several scenes"),
          Map.entry("docs/plan.md", "not yet: its answer is of another scene"),
          Map.entry("docs/image.md", "ImageIT builds and starts it"),
          Map.entry("docs/secrets.md", "not yet: needs a database"),
          Map.entry("docs/guides/README.md", "not yet: needs one who fights"),
          Map.entry("docs/guides/argo-cd.md", "needs Argo CD"),
          Map.entry("docs/runbooks/alerts/", "AlertCommandsIT"),
          Map.entry("docs/runbooks/causes/", "not yet: needs the trouble of each cause"),
          Map.entry(
              "docs/runbooks/restore-replicas.md",
              "not yet: needs a killed operator in mid-drain"));

  /** Entries for whole pages that cover none of these. */
  static List<String> idle(Collection<Path> told) {
    return PAGES.keySet().stream()
        .filter(start -> told.stream().noneMatch(page -> page.toString().startsWith(start)))
        .toList();
  }

  static boolean whole(Path page) {
    return PAGES.keySet().stream().anyMatch(page.toString()::startsWith);
  }

  static Optional<String> reason(Path page, String command) {
    return TABLE.stream()
        .filter(entry -> entry.covers(page, command))
        .map(NotTyped::why)
        .findFirst();
  }

  boolean covers(Path of, String command) {
    return of.endsWith(page) && command.contains(part);
  }
}
