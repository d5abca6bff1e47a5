/** The command {@code resolve} by what it asks and prints. */
@NullMarked
package dev.releaserecord.app.resolve;

import org.jspecify.annotations.NullMarked;
