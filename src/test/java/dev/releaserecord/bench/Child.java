package dev.releaserecord.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/** A program under measurement, in a process of its own. */
final class Child implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
  }

  static Child start(List<String> command, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    return new Child(builder.start(), log);
  }

  /** Waits until the program says that it is ready. */
  Child awaitReady() throws IOException {
    String answer = answers.readLine();
    if (!"ready".equals(answer)) {
      throw ended();
    }
    return this;
  }

  void tell(String line) throws IOException {
    OutputStream out = process.getOutputStream();
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  void mustLive() {
    if (!process.isAlive()) {
      throw ended();
    }
  }

  private IllegalStateException ended() {
    return new IllegalStateException("a program ended or said nothing; see " + log);
  }

  /** Seconds of CPU so far: what a busy machine leaves as it is. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** The most memory that it ever had, in bytes. */
  double peakRss() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Bytes of objects that are reachable: the histogram makes a full collection first. What that
   * leaves in place of dead objects, to save moving the living ones, is counted as objects too.
   */
  double liveHeap() throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process histogram =
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (InputStream out = histogram.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      histogram.waitFor();
      return bytes(text, "Total")
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("jcmd said: " + text))
          - bytes(text, "jdk.internal.vm.Filler").sum();
    }
  }

  private static DoubleStream bytes(String histogram, String of) {
    return histogram
        .lines()
        .filter(line -> line.contains(of))
        .map(line -> line.replaceFirst("^\\s*\\d+:", "Line").trim().split("\\s+", -1))
        .mapToDouble(words -> Double.parseDouble(words[2]));
  }

  /** Ends it as the kernel would: it says nothing more and gives nothing back. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    // By the handle: the process itself would close its pipes first, and could not say its last.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
