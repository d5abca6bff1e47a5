/** The stores of projections. */
@NullMarked
package dev.releaserecord.kube.cache;

import org.jspecify.annotations.NullMarked;
