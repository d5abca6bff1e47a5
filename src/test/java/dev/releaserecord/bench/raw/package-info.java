/**
 * The baselines: small programs that do by hand what the operator does, with its client and its JVM
 * flags. They must not use anything of the operator but that client.
 */
@NullMarked
package dev.releaserecord.bench.raw;

import org.jspecify.annotations.NullMarked;
