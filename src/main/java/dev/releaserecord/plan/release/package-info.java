/**
 * A record as decisions see it: read once, defaults filled in, references resolved.
 *
 * <p>Pure. It must not know anything of the cluster.
 */
@NullMarked
package dev.releaserecord.plan.release;

import org.jspecify.annotations.NullMarked;
