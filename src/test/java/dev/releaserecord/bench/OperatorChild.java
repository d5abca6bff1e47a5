package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** The running operator. */
record OperatorChild(Child child, int port) implements AutoCloseable {

  private static final int OK = 200;
  private static final Duration ASK_EVERY = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofMinutes(5);

  /** Waits until {@code /readyz} is 200; in this thread, since the wait is what is measured. */
  OperatorChild awaitReady() {
    URI readyz = URI.create("http://127.0.0.1:" + port + "/readyz");
    await()
        .pollInSameThread()
        .pollInterval(ASK_EVERY)
        .atMost(LONG)
        .until(
            () -> {
              child.mustLive();
              return answers(readyz);
            });
    return this;
  }

  private static boolean answers(URI readyz) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) readyz.toURL().openConnection();
    try {
      return connection.getResponseCode() == OK;
    } catch (IOException e) {
      return false;
    } finally {
      connection.disconnect();
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
