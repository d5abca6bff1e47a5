/**
 * The command {@code plan}: what a record that is not applied yet would change, by the caches and
 * the planner of the operator, looked at once and with rights to read.
 *
 * <p>It must not decide anything about a record, nor write.
 */
@NullMarked
package dev.releaserecord.app.plan;

import org.jspecify.annotations.NullMarked;
