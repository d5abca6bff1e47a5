/** The scrape as a monitoring system reads it. */
@NullMarked
package dev.releaserecord.telemetry;

import org.jspecify.annotations.NullMarked;
