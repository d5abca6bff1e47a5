/** Elections by a clock that the test turns, and against a real API server. */
@NullMarked
package dev.releaserecord.kube.lease;

import org.jspecify.annotations.NullMarked;
