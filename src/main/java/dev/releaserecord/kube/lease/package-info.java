/**
 * Who may write: one process at a time holds a Lease, and proves it by its own monotonic clock.
 *
 * <p>It knows nothing of records and never ends the process: a leader that loses the lease is a
 * follower again. It must not read the wall clock to judge whether somebody else's lease is over.
 */
@NullMarked
package dev.releaserecord.kube.lease;

import org.jspecify.annotations.NullMarked;
