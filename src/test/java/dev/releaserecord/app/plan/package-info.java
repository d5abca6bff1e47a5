/** The command {@code plan} by what it reads and prints. */
@NullMarked
package dev.releaserecord.app.plan;

import org.jspecify.annotations.NullMarked;
