/**
 * The benchmark: scenarios that hold the running operator against raw programs of the same client,
 * on one cluster, in one run. Nothing here is a unit test but the arithmetic's.
 */
@NullMarked
package dev.releaserecord.bench;

import org.jspecify.annotations.NullMarked;
