package dev.releaserecord.rollout.diagnosis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is wrong with one workload, nearest the root first.
 *
 * @param lookAgain when it may read otherwise with nobody having changed anything; null for never
 */
public record Diagnosis(List<Fault> faults, @Nullable Instant lookAgain) {

  /** By cause, then by place, so that the same pods always make the same message. */
  private static final Comparator<Fault> ROOT_FIRST =
      Comparator.comparing(Fault::cause).thenComparing(fault -> fault.place().text());

  /** Nothing is known to be wrong. (After the comparator: its constructor sorts.) */
  public static final Diagnosis SOUND = new Diagnosis(List.of(), null);

  public Diagnosis {
    faults = faults.stream().sorted(ROOT_FIRST).toList();
  }

  /** The one to mend first. */
  public Optional<Fault> root() {
    return faults.stream().findFirst();
  }

  /** This and one more. */
  public Diagnosis with(Fault fault) {
    List<Fault> more = new ArrayList<>(faults);
    more.add(fault);
    return new Diagnosis(more, lookAgain);
  }

  /**
   * The root with its next step, how many pods share it, and the other causes, each once; empty
   * where nothing is wrong.
   */
  public String message() {
    Map<Cause, List<Fault>> byCause =
        faults.stream()
            .collect(Collectors.groupingBy(Fault::cause, LinkedHashMap::new, Collectors.toList()));
    return byCause.values().stream().map(Diagnosis::text).collect(Collectors.joining(". Also: "));
  }

  private static String text(List<Fault> same) {
    Fault first = same.getFirst();
    long others =
        same.stream()
            .map(fault -> fault.place().pod())
            .filter(pod -> !pod.equals(first.place().pod()))
            .distinct()
            .count();
    String shared =
        others == 0 ? "" : others == 1 ? " (1 more pod too)" : " (" + others + " more pods too)";
    return first.finding() + shared + "; " + first.next();
  }
}
