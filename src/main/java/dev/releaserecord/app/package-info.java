/**
 * The program: command line, settings, health and metrics endpoints, start and stop.
 *
 * <p>It wires the other packages together and is the only one that prints or ends the process. It
 * must not decide anything about a record.
 */
@NullMarked
package dev.releaserecord.app;

import org.jspecify.annotations.NullMarked;
