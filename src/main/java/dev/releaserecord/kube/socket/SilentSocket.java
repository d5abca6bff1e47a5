package dev.releaserecord.kube.socket;

import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A watch that is never opened. Whoever looks once lists through the caches of the operator and has
 * no use for what comes after, nor needs the right to it; it costs the API server nothing.
 */
final class SilentSocket implements WebSocket {

  private final AtomicBoolean closed = new AtomicBoolean();

  /** Opens at once, wherever it is to lead. */
  static final class Builder implements WebSocket.Builder {

    @Override
    public WebSocket.Builder header(String name, String value) {
      return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
      return this;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, Listener listener) {
      SilentSocket socket = new SilentSocket();
      listener.onOpen(socket);
      return CompletableFuture.completedFuture(socket);
    }
  }

  private CompletableFuture<WebSocket> sent() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
    return sent();
  }

  @Override
  public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
    return sent();
  }

  @Override
  public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
    return sent();
  }

  @Override
  public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
    return sent();
  }

  @Override
  public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
    closed.set(true);
    return sent();
  }

  @Override
  public void request(long n) {
    // Nothing ever comes.
  }

  @Override
  public String getSubprotocol() {
    return "";
  }

  @Override
  public boolean isOutputClosed() {
    return closed.get();
  }

  @Override
  public boolean isInputClosed() {
    return closed.get();
  }

  @Override
  public void abort() {
    closed.set(true);
  }
}
