/** What becomes of objects of the cluster, as the API server writes them. */
@NullMarked
package dev.releaserecord.kube.cache.projection;

import org.jspecify.annotations.NullMarked;
