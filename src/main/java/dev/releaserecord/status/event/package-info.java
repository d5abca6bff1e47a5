/**
 * The events that tell of what a pass did and found, as data.
 *
 * <p>Pure. It must not decide anything: what an event says has been decided, done and written into
 * the status already.
 */
@NullMarked
package dev.releaserecord.status.event;

import org.jspecify.annotations.NullMarked;
