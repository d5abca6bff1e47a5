/** Everything that talks to the API server. */
@NullMarked
package dev.releaserecord.kube;

import org.jspecify.annotations.NullMarked;
