/**
 * What a pod template takes from Secrets and ConfigMaps, by names alone.
 *
 * <p>Pure, and without values: of a variable that the template writes out it is only known that it
 * does, and which other variables its text names.
 */
@NullMarked
package dev.releaserecord.rollout.reference;

import org.jspecify.annotations.NullMarked;
