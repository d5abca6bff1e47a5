/** What the commands share, without a cluster. */
@NullMarked
package dev.releaserecord.app.command;

import org.jspecify.annotations.NullMarked;
