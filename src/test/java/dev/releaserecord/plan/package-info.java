/** The decision, by tables. */
@NullMarked
package dev.releaserecord.plan;

import org.jspecify.annotations.NullMarked;
