/**
 * What every command of the program shares: which cluster and namespace are meant, the environment,
 * exit codes, and how trouble with a cluster is put into a sentence.
 *
 * <p>It must not know any single command.
 */
@NullMarked
package dev.releaserecord.app.command;

import org.jspecify.annotations.NullMarked;
