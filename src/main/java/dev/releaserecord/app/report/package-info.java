/**
 * The command {@code report}: the diary of a release as a Markdown page, from what stands in the
 * record and its history.
 *
 * <p>The page is a pure function of both; it decides nothing, and writes nothing into the cluster.
 */
@NullMarked
package dev.releaserecord.app.report;

import org.jspecify.annotations.NullMarked;
