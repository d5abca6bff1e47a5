/**
 * Which checks are due, what their answers mean, and what they were proven for.
 *
 * <p>Pure. It knows checks and their results, nothing of rollouts: when a list of checks is due,
 * whoever holds it says.
 */
@NullMarked
package dev.releaserecord.plan.check;

import org.jspecify.annotations.NullMarked;
