/** Tests. */
@NullMarked
package dev.releaserecord.secret;

import org.jspecify.annotations.NullMarked;
