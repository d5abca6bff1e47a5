/**
 * Rotations: what pods were started with, what of it has changed since, and who is restarted for it
 * in which order.
 *
 * <p>Pure. It knows names and keyed digests, never a value.
 */
@NullMarked
package dev.releaserecord.plan.rotation;

import org.jspecify.annotations.NullMarked;
