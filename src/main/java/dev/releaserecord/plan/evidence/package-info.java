/**
 * Of which broken containers the last words are to be kept, before anybody clears them away.
 *
 * <p>Pure. It knows workloads and what is wrong with them, nothing of services or gates.
 */
@NullMarked
package dev.releaserecord.plan.evidence;

import org.jspecify.annotations.NullMarked;
