/** Tests of the runner of checks. */
@NullMarked
package dev.releaserecord.check;

import org.jspecify.annotations.NullMarked;
