/** Tests. */
@NullMarked
package dev.releaserecord.kube.secret;

import org.jspecify.annotations.NullMarked;
