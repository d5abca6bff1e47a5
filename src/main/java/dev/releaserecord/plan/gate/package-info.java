/**
 * The gates that somebody else opens: who has approved what, and whether that counts.
 *
 * <p>Pure. It must not write anything, nor look at a workload.
 */
@NullMarked
package dev.releaserecord.plan.gate;

import org.jspecify.annotations.NullMarked;
