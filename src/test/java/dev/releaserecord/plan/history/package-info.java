/** Tests of what is kept of verified sets. */
@NullMarked
package dev.releaserecord.plan.history;

import org.jspecify.annotations.NullMarked;
