/**
 * What is generated from the API types (CRDs, reference pages), that it is fresh, and that a real
 * API server takes and refuses what the contract says.
 */
@NullMarked
package dev.releaserecord.api;

import org.jspecify.annotations.NullMarked;
