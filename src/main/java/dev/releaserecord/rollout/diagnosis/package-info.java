/**
 * How far a rollout has come, and what is wrong where it does not come further: the causes, in the
 * order of nearness to the root, and one evaluator for each kind of workload.
 *
 * <p>Pure. It must not know records or digests, and what it says must not carry what a program
 * wrote.
 */
@NullMarked
package dev.releaserecord.rollout.diagnosis;

import org.jspecify.annotations.NullMarked;
