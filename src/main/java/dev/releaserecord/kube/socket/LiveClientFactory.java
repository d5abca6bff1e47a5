package dev.releaserecord.kube.socket;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** Makes clients whose WebSockets, which are the watches, are pinged: see {@link Pulse}. */
public final class LiveClientFactory extends JdkHttpClientFactory {

  /** An operator that sees nothing for longer than this names no cause within seconds. */
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final UnaryOperator<HttpClient> live;
  private final Queue<HttpClient> made = new ConcurrentLinkedQueue<>();

  public LiveClientFactory() {
    this(EVERY);
  }

  /**
   * @param every between two pings; one that is not answered by the next ends the connection
   */
  LiveClientFactory(Duration every) {
    this(client -> LiveClient.pinged(client, every));
  }

  private LiveClientFactory(UnaryOperator<HttpClient> live) {
    this.live = live;
  }

  /** Of clients that open no watch: whoever asks for one never hears of it. */
  public static LiveClientFactory silent() {
    return new LiveClientFactory(LiveClient::silent);
  }

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    return new LiveClientBuilder(super.createNewHttpClientBuilder(), this::kept);
  }

  private HttpClient kept(HttpClient client) {
    HttpClient alive = live.apply(client);
    made.add(alive);
    return alive;
  }

  /**
   * The client of the JDK would go on until it is collected; and a JVM that ends waits 0.3 s for a
   * thread that waits for the network.
   */
  @Override
  protected void closeHttpClient(JdkHttpClientImpl closed) {
    super.closeHttpClient(closed);
    for (HttpClient client = made.poll(); client != null; client = made.poll()) {
      client.shutdownNow();
    }
  }
}
