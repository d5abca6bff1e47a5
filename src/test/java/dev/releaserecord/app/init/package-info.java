/** The command {@code init} by what it prints. */
@NullMarked
package dev.releaserecord.app.init;

import org.jspecify.annotations.NullMarked;
