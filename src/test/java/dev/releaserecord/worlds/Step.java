package dev.releaserecord.worlds;

import org.jspecify.annotations.Nullable;

/**
 * One thing that can happen.
 *
 * @param fair whether it happens some time if it can for ever; what goes wrong and what people do
 *     need not
 * @param wrong the invariant that it breaks, null for none
 */
record Step(String label, boolean fair, World world, @Nullable String wrong) {

  static Step fair(String label, World world) {
    return new Step(label, true, world, null);
  }

  static Step fault(String label, World world) {
    return new Step(label, false, world, null);
  }
}
