/**
 * The command {@code check}: the HTTP and TCP checks of a record in a file, asked as the operator
 * asks them, from where the caller is.
 *
 * <p>It must not run Jobs, nor write anything.
 */
@NullMarked
package dev.releaserecord.app.check;

import org.jspecify.annotations.NullMarked;
