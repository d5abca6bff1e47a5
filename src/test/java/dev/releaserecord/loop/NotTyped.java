package dev.releaserecord.loop;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A command of a page that is not run, and why.
 *
 * @param page how its path ends; nothing is every page
 * @param part what stands in it
 */
record NotTyped(String page, String part, String why) {

  private static final String NO_RUNTIME = "there is no kubelet behind kwok's nodes";

  static final List<NotTyped> TABLE =
      List.of(
          new NotTyped("", " resolve ", "asks a registry in the internet"),
          new NotTyped("", "./mvnw ", "CI runs it"),
          new NotTyped("README.md", "dev/sandbox", "CI runs it"),
          new NotTyped("CONTRIBUTING.md", "dev/cluster ", "its own selftest runs it"),
          new NotTyped(
              "approvals.md",
              "kubectl apply -k ",
              "would bind every namespace, and other tests share the cluster; the story installs it"
                  + " for its own"),
          new NotTyped("docs/image.md", "", "ImageIT and OperatorPodIT build it and look into it"),
          new NotTyped("docs/secrets.md", " psql ", "DatabaseIT does it, upon a real database"),
          new NotTyped("runbooks/alerts", "/proxy/", NO_RUNTIME),
          new NotTyped("runbooks", " logs ", NO_RUNTIME),
          new NotTyped("runbooks", "kubectl debug ", NO_RUNTIME),
          new NotTyped("runbooks", " top pod ", NO_RUNTIME),
          new NotTyped("runbooks", " port-forward ", NO_RUNTIME),
          new NotTyped("runbooks", "crane ", "asks the registry of the image"),
          new NotTyped("runbooks", " rollback ", "the story of the guide types it"),
          new NotTyped("", "ctr ", NO_RUNTIME));

  static Optional<String> reason(Path page, String command) {
    return TABLE.stream()
        .filter(entry -> entry.covers(page, command))
        .map(NotTyped::why)
        .findFirst();
  }

  boolean covers(Path of, String command) {
    String path = of.toString();
    return (path.endsWith(page) || path.startsWith("docs/" + page + "/")) && command.contains(part);
  }
}
