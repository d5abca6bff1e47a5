/**
 * Conditions of a record: their types, their reasons, and how a list of them follows from the one
 * before.
 *
 * <p>Pure. It knows the rules of Kubernetes conditions and kstatus, not why a release stands where
 * it stands.
 */
@NullMarked
package dev.releaserecord.condition;

import org.jspecify.annotations.NullMarked;
