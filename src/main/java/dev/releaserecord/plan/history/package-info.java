/**
 * The digest sets that were verified, and which of them are to be written down, kept or dropped.
 *
 * <p>Pure. It must not decide which set a workload runs, nor write anything.
 */
@NullMarked
package dev.releaserecord.plan.history;

import org.jspecify.annotations.NullMarked;
