/**
 * Whether what a service needs of Secrets and ConfigMaps is there and right, before its pods are
 * started: names and verdicts, never values.
 *
 * <p>Pure: no client, no clock, no I/O. It must not know records, and cannot know values: see
 * {@code secret.fact}.
 */
@NullMarked
package dev.releaserecord.secret;

import org.jspecify.annotations.NullMarked;
