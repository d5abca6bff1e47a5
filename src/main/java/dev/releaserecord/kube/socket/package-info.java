/**
 * Connections to the API server that notice when the other side has gone. A watch that nobody
 * answers any more looks like one on which nothing happens.
 */
@NullMarked
package dev.releaserecord.kube.socket;

import org.jspecify.annotations.NullMarked;
