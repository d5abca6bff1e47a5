/**
 * What is done about a workload that is stuck: what has to be kept as evidence first, and which
 * remedy belongs to which cause.
 *
 * <p>Pure. It decides on one workload at a time and knows nothing of services or gates.
 */
@NullMarked
package dev.releaserecord.plan.clearing;

import org.jspecify.annotations.NullMarked;
