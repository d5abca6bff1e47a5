/** Statuses and events, by tables and by properties. */
@NullMarked
package dev.releaserecord.status.event;

import org.jspecify.annotations.NullMarked;
