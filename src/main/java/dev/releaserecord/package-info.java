/** The release operator: a control loop that looks, thinks, acts and tells. */
@NullMarked
package dev.releaserecord;

import org.jspecify.annotations.NullMarked;
