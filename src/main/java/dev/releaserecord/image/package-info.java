/**
 * What an image string says: its repository, tag and digest, the placeholder that was never filled
 * in, and whether what runs is what was wanted. Pure text and arithmetic on the JDK alone: nothing
 * here asks a registry or an API server, and nothing guesses where the text does not say.
 */
@NullMarked
package dev.releaserecord.image;

import org.jspecify.annotations.NullMarked;
