/** Certificates for servers that tests play. */
@NullMarked
package dev.releaserecord.tls;

import org.jspecify.annotations.NullMarked;
