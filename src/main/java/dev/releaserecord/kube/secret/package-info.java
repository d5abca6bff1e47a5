/**
 * Reads Secrets, ConfigMaps and what refers to them. Values are held for the time of one call: what
 * leaves this package are names, verdicts and fingerprints. Nothing here logs or throws.
 */
@NullMarked
package dev.releaserecord.kube.secret;

import org.jspecify.annotations.NullMarked;
