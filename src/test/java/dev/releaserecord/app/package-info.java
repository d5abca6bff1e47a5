/** The program as it is called, and its endpoints as they are asked. */
@NullMarked
package dev.releaserecord.app;

import org.jspecify.annotations.NullMarked;
