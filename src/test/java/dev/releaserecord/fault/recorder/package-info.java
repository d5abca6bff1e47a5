/**
 * Keeps every revision of every object that a release is about, by a connection of its own, and
 * holds against it, and against what the operators sent and were shown, what must always be so.
 */
@NullMarked
package dev.releaserecord.fault.recorder;

import org.jspecify.annotations.NullMarked;
