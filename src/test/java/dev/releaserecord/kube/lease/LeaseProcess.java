package dev.releaserecord.kube.lease;

import dev.releaserecord.kube.lease.LeaseElection.LeaseName;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * An elector in a process of its own, to be killed and frozen as a whole: it says every few
 * milliseconds whether it may write.
 */
final class LeaseProcess implements AutoCloseable {

  private static final Duration BETWEEN_ANSWERS = Duration.ofMillis(10);

  private final Process process;
  private final List<Boolean> answers = new CopyOnWriteArrayList<>();

  private LeaseProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::listen);
  }

  /** Starts one for the cluster of a configuration that was read from a file. */
  static LeaseProcess start(Config config, LeaseName name) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LeaseProcess.class.getName(),
                config.getFile().toString(),
                name.namespace(),
                name.name(),
                name.identity(),
                name.duration().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new LeaseProcess(process);
  }

  /** How many answers there were so far. */
  int answers() {
    return answers.size();
  }

  /** The answers from this one on. */
  List<Boolean> answersFrom(int first) {
    return List.copyOf(answers.subList(first, answers.size()));
  }

  boolean saysYes() {
    return !answers.isEmpty() && answers.getLast();
  }

  void kill() {
    process.destroyForcibly();
  }

  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void wake() throws IOException, InterruptedException {
    signal("-CONT");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  private void listen() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().map("yes"::equals).forEach(answers::add);
    } catch (IOException | UncheckedIOException e) {
      // A process that is killed closes its pipe in the middle of a read: it has no more to say.
    }
  }

  /** Runs in the child. */
  public static void main(String[] args) {
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(args[0]).toFile()))
            .build();
    LeaseName name = new LeaseName(args[1], args[2], args[3], Duration.parse(args[4]));
    LeaseElection election = new LeaseElection(client, name, Clock.systemUTC(), System::nanoTime);
    election.start();
    PrintStream out = System.out;
    while (!out.checkError()) {
      out.println(election.mayWrite() ? "yes" : "no");
      LockSupport.parkNanos(BETWEEN_ANSWERS.toNanos());
    }
  }
}
