package dev.releaserecord.kube.cache;

import dev.releaserecord.kube.secret.Keyring;
import dev.releaserecord.secret.fact.Stock.Lookup;
import org.jspecify.annotations.Nullable;

/**
 * A Secret or ConfigMap that somebody needs.
 *
 * @param found its facts, as every look at it gives them: told apart by identity at no cost
 * @param keyring what a Secret gives to whoever pulls with it; null for a ConfigMap
 */
record Held(Lookup.Found found, @Nullable Keyring keyring) {

  /** The type of a Secret cannot change, so the facts tell all. */
  static boolean same(Held before, Held after) {
    return before.found.equals(after.found);
  }

  Object name() {
    return found.facts().object().name();
  }
}
