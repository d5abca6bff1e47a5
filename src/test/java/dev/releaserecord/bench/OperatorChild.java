package dev.releaserecord.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** The running operator. */
record OperatorChild(Child child, int port) implements AutoCloseable {

  private static final int OK = 200;
  private static final long ASK_EVERY_MILLIS = 10;

  /** Waits until {@code /readyz} is 200. */
  OperatorChild awaitReady() throws IOException, InterruptedException {
    URI readyz = URI.create("http://127.0.0.1:" + port + "/readyz");
    while (!answers(readyz)) {
      child.mustLive();
      TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
    }
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
