/** The command {@code export} by what it prints. */
@NullMarked
package dev.releaserecord.app.export;

import org.jspecify.annotations.NullMarked;
