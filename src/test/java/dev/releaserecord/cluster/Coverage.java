package dev.releaserecord.cluster;

import dev.releaserecord.cluster.Selection.Nowhere;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which test classes ran on which flavour, and which could not run here and why. */
final class Coverage {

  private final Map<String, Flavour> covered = new TreeMap<>();
  private final Map<String, Nowhere> notCovered = new TreeMap<>();

  synchronized void covered(Class<?> testClass, Flavour flavour) {
    covered.put(testClass.getName(), flavour);
  }

  synchronized void notCovered(Class<?> testClass, Nowhere nowhere) {
    notCovered.put(testClass.getName(), nowhere);
  }

  /**
   * For machines: {@code covered <flavour> <class>} and {@code not-covered <flavour> <class>
   * (<why>)}.
   */
  synchronized void write(Path file) {
    Stream<String> ran =
        covered.entrySet().stream()
            .map(entry -> "covered " + entry.getValue().word() + " " + entry.getKey());
    Stream<String> missed =
        notCovered.entrySet().stream()
            .map(entry -> "not-covered " + entry.getValue().flavour().word() + " " + named(entry));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, Stream.concat(ran, missed).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For people, as the last lines of a run. */
  synchronized String summary() {
    String ran =
        covered.values().stream()
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getKey().word() + " (" + classes(entry.getValue()) + ")")
            .collect(Collectors.joining(", "));
    String head = "Integration tests ran on: " + (ran.isEmpty() ? "nothing" : ran);
    return Stream.concat(
            Stream.of(head),
            notCovered.entrySet().stream().map(entry -> "not covered here: " + named(entry)))
        .collect(Collectors.joining("\n"));
  }

  private static String named(Map.Entry<String, Nowhere> missed) {
    return missed.getKey() + " (" + missed.getValue().why() + ")";
  }

  private static String classes(long count) {
    return count == 1 ? "1 class" : count + " classes";
  }
}
