/** Tests. */
@NullMarked
package dev.releaserecord.secret.env;

import org.jspecify.annotations.NullMarked;
