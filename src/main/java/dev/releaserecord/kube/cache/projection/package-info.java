/**
 * How an object of the cluster becomes the small record that decisions know. Pure functions: they
 * must not send requests, keep anything, or throw for an odd object, which would end its informer's
 * list.
 *
 * <p>Thousands of projections are kept at once: words that many have in common are one string, and
 * values that many have in common one object.
 */
@NullMarked
package dev.releaserecord.kube.cache.projection;

import org.jspecify.annotations.NullMarked;
