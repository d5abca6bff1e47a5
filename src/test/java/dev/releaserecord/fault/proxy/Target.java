package dev.releaserecord.fault.proxy;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * What a request is about, by its path.
 *
 * @param group empty for the core group
 * @param resource the plural; empty for a path that is no resource
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
public record Target(
    String group,
    String version,
    String namespace,
    String resource,
    String name,
    String subresource) {

  private static final Set<String> MUTATING = Set.of("POST", "PUT", "PATCH", "DELETE");

  static Target of(URI uri) {
    List<String> words = List.of(uri.getPath().substring(1).split("/", -1));
    boolean core = words.getFirst().equals("api");
    int version = core ? 1 : 2;
    if (words.size() <= version || !core && !words.getFirst().equals("apis")) {
      return new Target("", "", "", "", "", "");
    }
    boolean namespaced = words.size() > version + 3 && words.get(version + 1).equals("namespaces");
    int at = namespaced ? version + 3 : version + 1;
    return new Target(
        core ? "" : words.get(1),
        words.get(version),
        namespaced ? words.get(version + 2) : "",
        word(words, at),
        word(words, at + 1),
        word(words, at + 2));
  }

  private static String word(List<String> words, int index) {
    return index < words.size() ? words.get(index) : "";
  }

  /** Whether a request by that method changes what is stored; questions of access do not. */
  boolean written(String method) {
    return MUTATING.contains(method) && !group.equals("authorization.k8s.io");
  }

  @Override
  public String toString() {
    return resource
        + (name.isEmpty() ? "" : "/" + name)
        + (subresource.isEmpty() ? "" : "/" + subresource);
  }
}
