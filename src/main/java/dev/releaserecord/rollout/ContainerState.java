package dev.releaserecord.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a container is doing now ({@code status.containerStatuses[].state}). */
public sealed interface ContainerState {

  /** Nobody has said anything of it yet. */
  Unknown UNKNOWN = new Unknown();

  record Unknown() implements ContainerState {}

  /**
   * @param reason one word, such as {@code ImagePullBackOff}; may be empty
   */
  record Waiting(String reason, String message) implements ContainerState {}

  /**
   * @param since null where nobody said
   * @param started whether its startup probe has passed; true where it has none
   */
  record Running(@Nullable Instant since, boolean started) implements ContainerState {}

  record Terminated(Termination end) implements ContainerState {}
}
