/**
 * Asks one address over HTTP or TCP, and judges the answer.
 *
 * <p>It knows nothing of Kubernetes: addresses, certificates and what may be shown of an answer are
 * handed in. Every step is bounded in time and in bytes, and no redirect is followed.
 */
@NullMarked
package dev.releaserecord.check.http;

import org.jspecify.annotations.NullMarked;
