/**
 * The command {@code status}: where an applied record stands, once or as it changes, for a person,
 * a terminal, a pipe or a program.
 *
 * <p>It tells what the operator wrote; it decides nothing and writes nothing.
 */
@NullMarked
package dev.releaserecord.app.status;

import org.jspecify.annotations.NullMarked;
