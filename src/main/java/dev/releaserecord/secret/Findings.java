package dev.releaserecord.secret;

import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers what several rules find of the same objects, so that each is said once. */
final class Findings {

  /** Keys of an object that are not there, or that are empty. */
  private record Gap(ObjectRef object, boolean empty) {}

  private static final Comparator<Gap> ORDER =
      Comparator.comparing(Gap::object).thenComparing(Gap::empty);

  private final Set<Defect> defects = new LinkedHashSet<>();
  private final Set<Caution> cautions = new LinkedHashSet<>();
  private final SortedSet<String> undecided = new TreeSet<>();
  private final SortedMap<ObjectRef, Set<String>> objects = new TreeMap<>();
  private final SortedMap<Gap, SortedMap<String, Set<String>>> gaps = new TreeMap<>(ORDER);

  void add(Defect defect) {
    defects.add(defect);
  }

  void add(Caution caution) {
    cautions.add(caution);
  }

  void undecided(String why) {
    undecided.add(why);
  }

  /** An object does not exist. */
  void missing(ObjectRef object, String by) {
    objects.computeIfAbsent(object, _ -> new LinkedHashSet<>()).add(by);
  }

  /** A key does not exist. */
  void missing(ObjectRef object, String key, String by) {
    missing(new Gap(object, false), key, by);
  }

  /** A key is empty. */
  void empty(ObjectRef object, String key, String by) {
    missing(new Gap(object, true), key, by);
  }

  private void missing(Gap gap, String key, String by) {
    gaps.computeIfAbsent(gap, _ -> new TreeMap<>())
        .computeIfAbsent(key, _ -> new LinkedHashSet<>())
        .add(by);
  }

  Verification verification(List<SecretRow> rows) {
    List<Defect> all = new ArrayList<>();
    objects.forEach((object, by) -> all.add(new Defect.MissingObject(object, List.copyOf(by))));
    gaps.forEach((gap, keys) -> all.add(missingKeys(gap, keys)));
    all.addAll(defects);
    all.sort(Comparator.comparing(Defect::cause));
    return new Verification(all, List.copyOf(cautions), rows, List.copyOf(undecided));
  }

  private static Defect missingKeys(Gap gap, SortedMap<String, Set<String>> keys) {
    Set<String> by = new LinkedHashSet<>();
    keys.values().forEach(by::addAll);
    return new Defect.MissingKeys(
        gap.object, List.copyOf(keys.keySet()), gap.empty, List.copyOf(by));
  }
}
