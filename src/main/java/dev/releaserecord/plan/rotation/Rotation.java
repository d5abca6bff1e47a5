package dev.releaserecord.plan.rotation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has changed for the pods of one service, and what follows from it.
 *
 * @param standings of its workloads that keep pods running
 */
public record Rotation(List<Standing> standings, Turn turn) {

  /** Its pods take nothing that could change. */
  public static final Rotation NONE = new Rotation(List.of(), Turn.NONE);

  public Rotation {
    standings = List.copyOf(standings);
  }

  /** Whether a restart is. */
  public boolean due() {
    return standings.stream().anyMatch(standing -> !standing.due().isEmpty());
  }

  /** Since when a restart has been due. */
  public Optional<Instant> pendingSince() {
    return standings.stream()
        .flatMap(standing -> standing.due().stream())
        .flatMap(due -> Stream.ofNullable(due.at()))
        .min(Instant::compareTo);
  }
}
