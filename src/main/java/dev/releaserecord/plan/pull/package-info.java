/**
 * Whether the pods of a service could pull its declared image, as far as its registry tells.
 *
 * <p>Pure. It says what is to be asked and what the answers mean; it asks nobody, and knows of
 * credentials only which Secrets are tried.
 */
@NullMarked
package dev.releaserecord.plan.pull;

import org.jspecify.annotations.NullMarked;
