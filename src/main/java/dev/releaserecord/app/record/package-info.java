/**
 * Commands for people and pipelines that change one record that is applied, or look at its past:
 * {@code set}, {@code approve}, {@code retry}, {@code history}, {@code rollback}; and what others
 * read of one.
 *
 * <p>They say what somebody wants and what the operator told; they decide nothing.
 */
@NullMarked
package dev.releaserecord.app.record;

import org.jspecify.annotations.NullMarked;
