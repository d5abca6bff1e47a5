/** Tests of the gates that somebody else opens. */
@NullMarked
package dev.releaserecord.plan.gate;

import org.jspecify.annotations.NullMarked;
