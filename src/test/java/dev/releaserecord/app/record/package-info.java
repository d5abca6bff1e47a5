/** The commands on one record, by what they read and print. */
@NullMarked
package dev.releaserecord.app.record;

import org.jspecify.annotations.NullMarked;
