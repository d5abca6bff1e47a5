/**
 * What is asked of others than the API server: whether they are there, and what they say. It runs
 * the checks that a plan wants.
 *
 * <p>Nothing here waits in a pass, and nothing decides: answers come back as data of the pure
 * packages, and what they mean is told there.
 */
@NullMarked
package dev.releaserecord.check;

import org.jspecify.annotations.NullMarked;
