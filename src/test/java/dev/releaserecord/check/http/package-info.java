/** Tests against servers in this process, kind and unkind ones. */
@NullMarked
package dev.releaserecord.check.http;

import org.jspecify.annotations.NullMarked;
