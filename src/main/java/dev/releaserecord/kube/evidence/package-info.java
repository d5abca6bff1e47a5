/**
 * Reads what a broken container left behind and hides in it what Secrets hold. The values of
 * Secrets are read here alone, for the time of one call: nothing of them is logged, thrown or
 * handed out.
 */
@NullMarked
package dev.releaserecord.kube.evidence;

import org.jspecify.annotations.NullMarked;
