package dev.releaserecord.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a run of a container ended.
 *
 * @param exitCode of the process; 128 and the signal's number where a signal ended it
 * @param signal its number, 0 where nobody said
 * @param reason the runtime's word, such as {@code OOMKilled}, {@code Error} or {@code Completed}
 * @param message the runtime's, or what the program left in its termination message file: it may
 *     hold anything, a secret value too
 * @param finishedAt null where nobody said
 * @param containerId the runtime's name of this very run; empty where nobody said
 */
public record Termination(
    int exitCode,
    int signal,
    String reason,
    String message,
    @Nullable Instant finishedAt,
    String containerId) {

  /** Signals are numbers from 1 to 64 (signal(7)); a shell adds them to 128. */
  public int effectiveSignal() {
    int shell = exitCode - 128;
    return signal > 0 ? signal : shell > 0 && shell <= 64 ? shell : 0;
  }
}
