/**
 * Asks registries for the images that records declare, and what tags mean, by the OCI distribution
 * protocol, with the credentials that it is handed.
 *
 * <p>A credential goes to the registry that it is for and to the token server which that registry
 * itself names, nowhere else; it stands in no message and no exception. It decides nothing about a
 * record.
 */
@NullMarked
package dev.releaserecord.check.registry;

import org.jspecify.annotations.NullMarked;
