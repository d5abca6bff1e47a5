package dev.releaserecord.plan.release;

/**
 * An object of the record's namespace that has to be ready before anything is pinned.
 *
 * @param apiVersion such as {@code apps/v1}
 */
public record DependencyKey(String apiVersion, String kind, String name) {

  /** The part of the API version before the slash; empty for the core group. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
