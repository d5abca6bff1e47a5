package dev.releaserecord.secret;

import static java.util.stream.Collectors.joining;

import dev.releaserecord.rollout.diagnosis.Cause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of verifying one service.
 *
 * @param defects by cause, what is nearest the root first; empty: its pods would find what they
 *     need
 * @param rows one for each Secret that the record names for the service
 * @param undecided why some rule could not be judged: a right or a read that failed
 */
public record Verification(
    List<Defect> defects, List<Caution> cautions, List<SecretRow> rows, List<String> undecided) {

  /** Nothing was asked. */
  public static final Verification NOTHING =
      new Verification(List.of(), List.of(), List.of(), List.of());

  public Verification {
    defects = List.copyOf(defects);
    cautions = List.copyOf(cautions);
    rows = List.copyOf(rows);
    undecided = List.copyOf(undecided);
  }

  /** The defect to mend first. */
  public Optional<Defect> root() {
    return defects.stream().findFirst();
  }

  /** The first defect of each cause, with its next step; empty where there is none. */
  public String message() {
    Map<Cause, List<Defect>> byCause =
        defects.stream()
            .collect(Collectors.groupingBy(Defect::cause, LinkedHashMap::new, Collectors.toList()));
    return byCause.values().stream().map(Verification::text).collect(joining(". Also: "));
  }

  private static String text(List<Defect> same) {
    int others = same.size() - 1;
    return same.getFirst().message() + (others == 0 ? "" : " (and " + others + " more like it)");
  }

  /** Keys of declared Secrets that do not exist or are empty. */
  public int missingKeys() {
    return rows.stream().mapToInt(row -> row.missing().size()).sum();
  }
}
