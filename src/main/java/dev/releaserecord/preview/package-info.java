/**
 * What a record would change, told before it is applied: made from the same observation and the
 * same plan as a pass, with nothing done.
 *
 * <p>Pure. It must not decide anything: what is not in the plan is not in the preview.
 */
@NullMarked
package dev.releaserecord.preview;

import org.jspecify.annotations.NullMarked;
