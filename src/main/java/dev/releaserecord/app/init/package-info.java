/**
 * The command {@code init}: a record for what a namespace runs now, printed for a person to read,
 * correct and apply.
 *
 * <p>It reads workloads, pods and records, never the value of a Secret, and writes nothing.
 */
@NullMarked
package dev.releaserecord.app.init;

import org.jspecify.annotations.NullMarked;
