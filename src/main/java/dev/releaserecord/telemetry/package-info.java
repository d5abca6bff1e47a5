/**
 * Metric names and their registration.
 *
 * <p>It turns what others tell it into series and forgets them when a record goes. It must not read
 * the cluster, decide anything, or invent a label value that a user could not list beforehand.
 */
@NullMarked
package dev.releaserecord.telemetry;

import org.jspecify.annotations.NullMarked;
