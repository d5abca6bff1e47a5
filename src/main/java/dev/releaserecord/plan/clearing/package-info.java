/**
 * How a workload is freed whose template is right: one remedy for each cause, a budget that stands
 * in the status, and the way back from a drain.
 *
 * <p>Pure. Nothing here looks at what a workload should run: that is mended first, by a pin.
 */
@NullMarked
package dev.releaserecord.plan.clearing;

import org.jspecify.annotations.NullMarked;
