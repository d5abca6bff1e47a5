/** The command {@code status} by what it prints of records, once and as they change. */
@NullMarked
package dev.releaserecord.app.status;

import org.jspecify.annotations.NullMarked;
