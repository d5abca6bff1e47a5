package dev.releaserecord.kube.socket;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.http.HttpClient.Builder;
import java.net.http.HttpClient;
import org.junit.jupiter.api.Test;

class LiveClientFactoryTest {

  /** A thread that still waits for the network holds up the end of every command by 0.3 s. */
  @Test
  void whatIsClosedHasNoThreadLeft() {
    LiveClientFactory factory = new LiveClientFactory();
    HttpClient client = factory.createNewHttpClientBuilder().build();
    Builder builder = factory.newBuilder();
    builder.build().close();
    await().until(client::isTerminated);
  }
}
