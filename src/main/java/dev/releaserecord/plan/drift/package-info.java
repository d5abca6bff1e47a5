/**
 * Images that somebody else writes: how often the same one did, when the operator stops to write
 * back, and what ends it.
 *
 * <p>Pure. It judges counts that the status keeps, and keeps none itself.
 */
@NullMarked
package dev.releaserecord.plan.drift;

import org.jspecify.annotations.NullMarked;
