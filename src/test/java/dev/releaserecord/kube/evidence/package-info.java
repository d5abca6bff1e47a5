@NullMarked
package dev.releaserecord.kube.evidence;

import org.jspecify.annotations.NullMarked;
