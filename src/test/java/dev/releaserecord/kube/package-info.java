/** The client against the rules of the API server. */
@NullMarked
package dev.releaserecord.kube;

import org.jspecify.annotations.NullMarked;
