package dev.releaserecord.kube.cache;

/**
 * What the operator does without where it may not read it.
 *
 * @param right what a person has to grant, without the verb
 * @param without what is not found as long as it cannot be read, as a clause
 * @param turned called when it can be read at last, or no more
 */
record Dispensable(String right, String without, Runnable turned) {}
