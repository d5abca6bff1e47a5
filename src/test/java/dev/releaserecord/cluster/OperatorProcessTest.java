package dev.releaserecord.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals, log and port of a process, tried on a script that stands in for the operator. */
class OperatorProcessTest {

  @TempDir Path folder;

  @Test
  void passesArgumentsAndEnvironmentAndReadsLogAndPort() throws IOException {
    try (OperatorProcess operator =
        start("echo \"$GREETING: $*\"; echo 4711 >\"$port\"; sleep 60")) {
      assertThat(operator.port()).isEqualTo(4711);
      assertThat(operator.log())
          .startsWith("hello: run --kubeconfig /a/kubeconfig --http-port 0 --http-port-file ")
          .endsWith("--namespace a\n");
      assertThat(operator.logFile()).hasContent(operator.log());
    }
  }

  @Test
  void endsPolitelyOrAtOnce() throws IOException {
    try (OperatorProcess polite =
        start("trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.01; done")) {
      await().until(() -> polite.log().contains("up"));
      assertThat(polite.stop()).isEqualTo(7);
      assertThat(polite.log()).contains("bye");
      assertThat(polite.isAlive()).isFalse();
    }
    try (OperatorProcess deaf = start("trap '' TERM; echo up; while :; do sleep 0.01; done")) {
      await().until(() -> deaf.log().contains("up"));
      deaf.kill();
      assertThat(deaf.awaitExit()).isEqualTo(128 + 9);
    }
  }

  @Test
  void aFrozenOneStandsStillUntilItIsThawed() throws IOException {
    try (OperatorProcess operator = start("while :; do echo tick; sleep 0.01; done")) {
      await().until(() -> operator.log().contains("tick"));
      operator.freeze();
      AtomicReference<String> last = new AtomicReference<>(operator.log());
      await().until(() -> last.getAndSet(operator.log()).equals(last.get()));
      assertThat(operator.isAlive()).isTrue();
      int ticks = operator.log().length();
      operator.thaw();
      await().until(() -> operator.log().length() > ticks);
    }
  }

  @Test
  void doesNotOutliveTheTestThatHeldIt() throws IOException {
    OperatorProcess operator = start("echo up; sleep 60");
    await().until(() -> operator.log().contains("up"));
    operator.close();
    await().until(() -> !operator.isAlive());
  }

  @Test
  void doesNotWaitForThePortOfADeadOne() throws IOException {
    try (OperatorProcess operator = start("echo 'no such cluster'; exit 2")) {
      assertThatThrownBy(operator::port).hasMessageContaining("it ended");
      assertThat(operator.awaitExit()).isEqualTo(2);
      assertThat(operator.log()).contains("no such cluster");
    }
  }

  private OperatorProcess start(String body) throws IOException {
    Path program = folder.resolve("operator-" + System.nanoTime());
    // The port's file is the seventh word: run --kubeconfig F --http-port 0 --http-port-file FILE.
    Files.writeString(
        Files.createFile(
            program,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
        "#!/bin/bash\nport=$7\n" + body + "\n");
    return OperatorProcess.start(
        OperatorProcess.Options.with(Path.of("/a/kubeconfig"), "--namespace", "a")
            .environment(Map.of("GREETING", "hello"))
            .program(program));
  }
}
