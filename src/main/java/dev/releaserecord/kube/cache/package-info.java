/**
 * What the operator keeps of the cluster: informers whose stores hold small projections, never
 * whole objects. It must not write to the cluster.
 */
@NullMarked
package dev.releaserecord.kube.cache;

import org.jspecify.annotations.NullMarked;
