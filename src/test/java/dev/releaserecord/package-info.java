/** Laws that hold for the whole tree. */
@NullMarked
package dev.releaserecord;

import org.jspecify.annotations.NullMarked;
