package dev.releaserecord.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command to its end. Its output goes through files, so that a daemon it leaves holds nobody
 * up.
 */
final class Command {

  private static final List<String> PROXIES =
      List.of("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY");

  private final List<String> words;
  private final Duration patience;
  private final Map<String, String> environment;

  Command(List<String> words, Duration patience) {
    this(words, patience, Map.of());
  }

  private Command(List<String> words, Duration patience, Map<String, String> environment) {
    this.words = List.copyOf(words);
    this.patience = patience;
    this.environment = Map.copyOf(environment);
  }

  /** With these beside what this process has. */
  Command with(Map<String, String> more) {
    return new Command(words, patience, more);
  }

  /** The same upon the cluster of a kubeconfig: before a plugin kubectl takes no option. */
  Command upon(Path kubeconfig, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("KUBECONFIG", kubeconfig.toString());
    return with(all);
  }

  /** Runs with this process' environment. */
  CommandResult run() {
    return run(new ProcessBuilder(words));
  }

  /** Runs without proxies: for what talks to a cluster of this machine. */
  CommandResult runLocally() {
    return run(withoutProxies(new ProcessBuilder(words)));
  }

  static ProcessBuilder withoutProxies(ProcessBuilder builder) {
    builder.environment().keySet().removeAll(PROXIES);
    return builder;
  }

  private CommandResult run(ProcessBuilder builder) {
    try {
      Path out = Files.createTempFile("command", ".out");
      Path err = Files.createTempFile("command", ".err");
      builder.environment().putAll(environment);
      try {
        Process process =
            builder
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new CommandResult(await(process), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + words.getFirst(), e);
    }
  }

  private int await(Process process) {
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new IllegalStateException(
          String.join(" ", words) + " did not end within " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + words.getFirst(), e);
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }
}
