/**
 * What the services of a release need of Secrets and ConfigMaps, and whether it is there.
 *
 * <p>Pure. It knows names and verdicts, never a value.
 */
@NullMarked
package dev.releaserecord.plan.secret;

import org.jspecify.annotations.NullMarked;
