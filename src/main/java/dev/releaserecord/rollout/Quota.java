package dev.releaserecord.rollout;

import dev.releaserecord.rollout.Strategy.Demand;
import java.util.List;

/**
 * A ResourceQuota.
 *
 * @param exhausted what is used up, each as people read it: {@code pods: 10 of 10}
 * @param rooms what is left of that which pods take; empty where it counts some pods only
 */
public record Quota(String name, List<String> exhausted, List<Room> rooms) {

  /** In thousandths; a pod itself is one. */
  public record Room(String resource, long free) {

    private boolean fits(Demand demand) {
      return switch (resource) {
        case "pods", "count/pods" -> free >= 1_000;
        case "cpu", "requests.cpu" -> free >= demand.cpu();
        case "memory", "requests.memory" -> free >= demand.memory();
        case "limits.cpu" -> free >= demand.cpuLimit();
        case "limits.memory" -> free >= demand.memoryLimit();
        default -> true;
      };
    }
  }

  public Quota {
    exhausted = List.copyOf(exhausted);
    rooms = List.copyOf(rooms);
  }

  /** One that says nothing of what is left. */
  public Quota(String name, List<String> exhausted) {
    this(name, exhausted, List.of());
  }

  /** What one more pod would not find enough of. */
  public List<String> lacks(Demand demand) {
    return rooms.stream().filter(room -> !room.fits(demand)).map(Room::resource).toList();
  }
}
