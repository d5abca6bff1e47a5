/**
 * The command {@code lint}: which images of rendered manifests nothing pins. Needs no cluster.
 *
 * <p>It must not know what an operator makes of them.
 */
@NullMarked
package dev.releaserecord.app.lint;

import org.jspecify.annotations.NullMarked;
