/**
 * The custom resources as Java records: what users write and what they read. The CRDs under {@code
 * crds/} and the reference pages are generated from these types, so a description, a bound or a
 * default is changed here and nowhere else.
 *
 * <p>The package holds data and its defaults. It must not decide anything, talk to a cluster, or
 * know another package of this project.
 */
@NullMarked
package dev.releaserecord.api;

import org.jspecify.annotations.NullMarked;
