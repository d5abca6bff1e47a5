@NullMarked
package dev.releaserecord.kube.socket;

import org.jspecify.annotations.NullMarked;
