/** What an integration test needs of a cluster. */
@NullMarked
package dev.releaserecord.cluster;

import org.jspecify.annotations.NullMarked;
