/** What is sent to the cluster, byte for byte. */
@NullMarked
package dev.releaserecord.kube.write;

import org.jspecify.annotations.NullMarked;
