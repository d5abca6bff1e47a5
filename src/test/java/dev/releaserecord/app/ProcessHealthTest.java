package dev.releaserecord.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessHealthTest {

  @Test
  void aliveButNotReadyWhileStarting() {
    ProcessHealth health = new ProcessHealth();
    assertThat(health.alive().ok()).isTrue();
    assertThat(health.ready().ok()).isFalse();
  }

  @Test
  void aThreadThatDiedMakesTheProcessDead() throws InterruptedException {
    ProcessHealth health = new ProcessHealth();
    Thread thread =
        Thread.ofPlatform()
            .name("lease")
            .uncaughtExceptionHandler(health)
            .start(
                () -> {
                  throw new IllegalStateException("expected by this test");
                });
    thread.join();
    assertThat(health.alive().ok()).isFalse();
    assertThat(health.alive().text()).contains("lease").contains("IllegalStateException");
  }
}
