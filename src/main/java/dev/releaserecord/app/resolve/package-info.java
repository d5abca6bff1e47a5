/**
 * The command {@code resolve}: which digest a tag stands for now. Needs no cluster.
 *
 * <p>Credentials are read from the file of {@code docker login}, held for the time of a question,
 * and printed nowhere.
 */
@NullMarked
package dev.releaserecord.app.resolve;

import org.jspecify.annotations.NullMarked;
