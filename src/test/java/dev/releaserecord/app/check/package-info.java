/** The command {@code check} by what it reads, asks and prints. */
@NullMarked
package dev.releaserecord.app.check;

import org.jspecify.annotations.NullMarked;
