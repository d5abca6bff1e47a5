/**
 * The operator's container image: how {@code dev/image} puts it together, by Jib and without
 * Docker, and what holds of the result. Nothing here is part of the operator.
 */
@NullMarked
package dev.releaserecord.container;

import org.jspecify.annotations.NullMarked;
