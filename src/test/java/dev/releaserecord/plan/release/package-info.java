/** Tests. */
@NullMarked
package dev.releaserecord.plan.release;

import org.jspecify.annotations.NullMarked;
