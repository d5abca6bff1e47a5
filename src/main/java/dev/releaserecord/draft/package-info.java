/**
 * A record for what a namespace runs already: its workloads grouped by repository, with the digests
 * that their pods run, and with everything that could not be known.
 *
 * <p>Pure. It must not guess a digest: where pods do not tell one, or tell several, the person who
 * reads the draft decides.
 */
@NullMarked
package dev.releaserecord.draft;

import org.jspecify.annotations.NullMarked;
