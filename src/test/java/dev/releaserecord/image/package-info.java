/** Tables and properties of image strings; nothing here needs more than the JVM. */
@NullMarked
package dev.releaserecord.image;

import org.jspecify.annotations.NullMarked;
