/** The command {@code lint} by what it prints. */
@NullMarked
package dev.releaserecord.app.lint;

import org.jspecify.annotations.NullMarked;
