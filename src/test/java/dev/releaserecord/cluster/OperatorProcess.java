package dev.releaserecord.cluster;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The operator as a process of its own, as it is installed: started by its launcher, asked over
 * HTTP, ended and frozen by signals. It is ended with the test that holds it, whatever happens.
 */
public final class OperatorProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int LAST = 30;
  private static final Path PROGRAM =
      Path.of(System.getProperty("operator.program", "operator/bin/release-operator"));
  private static final Path FOLDER = Path.of("target", "operator-processes");

  private final Process process;
  private final Path log;
  private final Path portFile;
  private final HttpClient http = HttpClient.newHttpClient();

  private OperatorProcess(Process process, Path log, Path portFile) {
    this.process = process;
    this.log = log;
    this.portFile = portFile;
  }

  /**
   * How to start it.
   *
   * @param program the launcher
   * @param kubeconfig whose rights it has
   * @param arguments of {@code run}; the port is added, any free one
   * @param environment beside that of this process, without its proxies
   */
  public record Options(
      Path program, Path kubeconfig, List<String> arguments, Map<String, String> environment) {

    /** The launcher in the tree. */
    public static Options with(Path kubeconfig, String... arguments) {
      return new Options(PROGRAM, kubeconfig, List.of(arguments), Map.of());
    }

    /** The same with these variables. */
    public Options environment(Map<String, String> variables) {
      return new Options(program, kubeconfig, arguments, variables);
    }

    /** The same by another launcher. */
    Options program(Path other) {
      return new Options(other, kubeconfig, arguments, environment);
    }
  }

  /** Starts it with the administrator's rights and does not wait for anything. */
  public static OperatorProcess start(Cluster cluster, String... arguments) {
    return start(Options.with(cluster.kubeconfig(), arguments));
  }

  /** Starts it and does not wait for anything. */
  public static OperatorProcess start(Options options) {
    try {
      Files.createDirectories(FOLDER);
      Path folder = Files.createTempDirectory(FOLDER.toAbsolutePath(), "run-");
      Path log = folder.resolve("operator.log");
      Path portFile = folder.resolve("port");
      List<String> words =
          new ArrayList<>(List.of(options.program().toAbsolutePath().toString(), "run"));
      words.addAll(List.of("--kubeconfig", options.kubeconfig().toString()));
      words.addAll(List.of("--http-port", "0", "--http-port-file", portFile.toString()));
      words.addAll(options.arguments());
      ProcessBuilder builder = Command.withoutProxies(new ProcessBuilder(words));
      builder.environment().putAll(options.environment());
      builder.redirectInput(new File("/dev/null"));
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      return new OperatorProcess(builder.start(), log, portFile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + options.program(), e);
    }
  }

  /** All that it has written so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its output goes. */
  public Path logFile() {
    return log;
  }

  /** Whether it runs; a frozen one does. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** The port of its HTTP endpoints; waits until it is open. */
  public int port() {
    waitFor("its port is open", () -> Files.exists(portFile));
    try {
      return Integer.parseInt(Files.readString(portFile).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until {@code /readyz} says yes. */
  public OperatorProcess awaitReady() {
    waitFor("/readyz answers 200", () -> answers("/readyz"));
    return this;
  }

  private boolean answers(String path) {
    try {
      return get(path).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Asks one of its HTTP endpoints, such as {@code /metrics}. */
  public HttpResponse<String> get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port() + path);
    try {
      return http.send(
          HttpRequest.newBuilder(uri).timeout(ANSWER).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(uri + ", of an operator that " + state(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + uri, e);
    }
  }

  private String state() {
    if (process.isAlive()) {
      return "runs";
    }
    List<String> lines = log().lines().toList();
    return "ended with "
        + process.exitValue()
        + ", its last words:\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
  }

  /** Ends it at once and without a word (SIGKILL). */
  public void kill() {
    signal("KILL");
    awaitExit();
  }

  /** Asks it to end (SIGTERM) and waits. */
  public int stop() {
    signal("TERM");
    return awaitExit();
  }

  /** Stops it in its tracks (SIGSTOP); its connections stay open. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets a frozen one go on (SIGCONT). */
  public void thaw() {
    signal("CONT");
  }

  /** Waits until it has ended by itself, and says how. */
  public int awaitExit() {
    try {
      if (process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("the operator did not end; its log:\n" + log());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    http.shutdownNow();
  }

  /** The launcher becomes the JVM; children, should it have any, may be gone before the signal. */
  private void signal(String name) {
    List<Long> children = process.descendants().map(ProcessHandle::pid).toList();
    kill(name, process.pid()).orThrow("kill -" + name);
    children.forEach(pid -> kill(name, pid));
  }

  private static CommandResult kill(String signal, long pid) {
    return new Command(List.of("kill", "-" + signal, Long.toString(pid)), ANSWER).run();
  }

  private void waitFor(String what, Callable<Boolean> condition) {
    await(what)
        .pollInterval(POLL)
        .atMost(PATIENCE)
        .failFast("it ended; its log: " + log, () -> !process.isAlive())
        .until(condition);
  }
}
