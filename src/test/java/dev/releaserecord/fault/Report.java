package dev.releaserecord.fault;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/** One line for every run as it ends: seconds, name, outcome. */
final class Report {

  private static final double SECOND = 1e9;

  private final Path file;

  Report(Path file) {
    this.file = file;
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void ran(String name, Runnable run) {
    of(
        name,
        () -> {
          run.run();
          return name;
        });
  }

  <T> T of(String name, Supplier<T> run) {
    long begun = System.nanoTime();
    String outcome = "failed";
    try {
      T result = run.get();
      outcome = "ok";
      return result;
    } finally {
      double seconds = (System.nanoTime() - begun) / SECOND;
      write(String.format(Locale.ROOT, "%6.1f %s %s%n", seconds, name, outcome));
    }
  }

  /** What is to be known of the runs beforehand. */
  void note(String line) {
    write("       " + line + "\n");
  }

  private synchronized void write(String line) {
    try {
      Files.writeString(file, line, CREATE, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
