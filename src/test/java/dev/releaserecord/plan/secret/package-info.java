/** Tests. */
@NullMarked
package dev.releaserecord.plan.secret;

import org.jspecify.annotations.NullMarked;
