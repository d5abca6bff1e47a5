/**
 * What a workload is doing: projections of workloads, pods and jobs, and how far a rollout has
 * come.
 *
 * <p>Pure: no client, no clock, no I/O. It must not know records or digests; whoever asks says
 * which pods carry the release.
 */
@NullMarked
package dev.releaserecord.rollout;

import org.jspecify.annotations.NullMarked;
