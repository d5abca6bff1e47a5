/**
 * From the previous status and the outcome of a pass to the next status and its events, as data.
 *
 * <p>Pure. Nothing here decides; it only tells what was decided and what became of it.
 */
@NullMarked
package dev.releaserecord.status;

import org.jspecify.annotations.NullMarked;
