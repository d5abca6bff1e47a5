/** Tests of which last words are kept. */
@NullMarked
package dev.releaserecord.plan.evidence;

import org.jspecify.annotations.NullMarked;
