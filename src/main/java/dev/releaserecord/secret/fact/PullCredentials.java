package dev.releaserecord.secret.fact;

import java.util.Set;

/** What a Secret gives to whoever pulls images with it. */
public sealed interface PullCredentials {

  /**
   * @param images those of the templates, as written there, that it has credentials for
   */
  record For(Set<String> images) implements PullCredentials {
    public For {
      images = Set.copyOf(images);
    }
  }

  /** It is of no type that a kubelet pulls with, or lacks the key of its type. */
  record None() implements PullCredentials {}

  /** A kubelet cannot read it, and then pulls nothing at all. */
  record Broken() implements PullCredentials {}
}
