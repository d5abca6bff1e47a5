package dev.releaserecord.fault.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went through the proxies of one run, one after the other: one for each operator. Holds the
 * faults that are armed.
 */
public final class Traffic {

  /** The {@code occurrence}-th write of a signature, from 1, whichever operator sent it. */
  public record Place(String signature, int occurrence) {
    @Override
    public String toString() {
      return signature + " #" + occurrence;
    }
  }

  private record Armed(Place place, int times, Fault fault) {
    boolean waitsFor(Place came) {
      int before = came.occurrence - place.occurrence;
      return came.signature.equals(place.signature) && before >= 0 && before < times;
    }
  }

  private final List<Deed> deeds = new ArrayList<>();
  private final List<Sighting> sightings = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Armed> armed = new ArrayList<>();
  private int met;

  /**
   * Arms a fault.
   *
   * @param times how many writes of the signature in a row meet it, that one included
   */
  public synchronized void arm(Place place, int times, Fault fault) {
    armed.add(new Armed(place, times, fault));
  }

  /** Forgets what came, as far as occurrences and {@link #places} go. */
  public synchronized void countAnew() {
    counts.clear();
    places.clear();
  }

  /** A fault for a write that has just come, and how often it was met before. */
  record Met(Fault fault, int before) {}

  synchronized @Nullable Met next(Write write) {
    String signature = write.signature();
    Place place = new Place(signature, counts.merge(signature, 1, Integer::sum));
    places.add(place);
    for (Armed trap : armed) {
      if (trap.waitsFor(place)) {
        met++;
        return new Met(trap.fault, place.occurrence - trap.place.occurrence);
      }
    }
    return null;
  }

  synchronized void did(Deed deed) {
    deeds.add(deed);
  }

  synchronized void saw(Sighting sighting) {
    sightings.add(sighting);
  }

  /** Whether a fault was met. */
  public synchronized boolean spoilt() {
    return met > 0;
  }

  /** The writes in the order in which they came, repetitions by the client included. */
  public synchronized List<Place> places() {
    return List.copyOf(places);
  }

  /** The writes in the order in which they came. */
  public synchronized List<Deed> deeds() {
    return deeds.stream().sorted(Comparator.comparingLong(Deed::sent)).toList();
  }

  /** What the operators were shown, in this order. */
  public synchronized List<Sighting> sightings() {
    return List.copyOf(sightings);
  }
}
