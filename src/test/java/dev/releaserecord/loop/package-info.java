/**
 * The loop on a real API server with real controllers: what a team writes goes in, what it can read
 * back is compared. Nothing here looks inside the operator.
 */
@NullMarked
package dev.releaserecord.loop;

import org.jspecify.annotations.NullMarked;
