package dev.releaserecord.secret;

import java.util.List;
import java.util.Optional;

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

  /** Keys of declared Secrets that do not exist or are empty. */
  public int missingKeys() {
    return rows.stream().mapToInt(row -> row.missing().size()).sum();
  }
}
