package dev.releaserecord.kube.socket;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.time.Duration;

/** Makes clients whose WebSockets, which are the watches, are pinged: see {@link Pulse}. */
public final class LiveClientFactory extends JdkHttpClientFactory {

  /** An operator that sees nothing for longer than this names no cause within seconds. */
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Duration every;

  public LiveClientFactory() {
    this(EVERY);
  }

  /**
   * @param every between two pings; one that is not answered by the next ends the connection
   */
  LiveClientFactory(Duration every) {
    this.every = every;
  }

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    return new LiveClientBuilder(super.createNewHttpClientBuilder(), every);
  }
}
