/** The page of a release, by what stands in records. */
@NullMarked
package dev.releaserecord.app.report;

import org.jspecify.annotations.NullMarked;
