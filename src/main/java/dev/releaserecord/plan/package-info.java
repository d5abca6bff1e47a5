/**
 * The whole decision, as data: an {@link dev.releaserecord.plan.Observation} goes in, a {@link
 * dev.releaserecord.plan.Plan} comes out.
 *
 * <p>Pure: no client, no SDK, no logging, no clock, no I/O. It reads the record's spec once, in
 * {@link dev.releaserecord.plan.release.ReleaseReader}; nothing else here knows how a record is
 * written.
 */
@NullMarked
package dev.releaserecord.plan;

import org.jspecify.annotations.NullMarked;
