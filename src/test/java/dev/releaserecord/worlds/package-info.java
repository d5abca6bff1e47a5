/**
 * Small worlds, explored exhaustively: an API server in memory, the essential steps of the
 * controllers and of a kubelet, watches that lag, and a process of the operator in which the real
 * planner, status projector and patches run.
 *
 * <p>Nothing here needs a cluster. The instant of a world is always {@link Ages#NOW}: when time
 * passes, all instants in it move into the past, so that the number of states stays finite.
 */
@NullMarked
package dev.releaserecord.worlds;

import org.jspecify.annotations.NullMarked;
