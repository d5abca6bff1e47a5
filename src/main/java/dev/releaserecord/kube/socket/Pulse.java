package dev.releaserecord.kube.socket;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Pings the other side of a WebSocket, and ends the connection as broken when a ping is not
 * answered until the next is due. A proxy may keep pings to itself: until one was answered, none is
 * waited for.
 *
 * <p>Two things end a watch without a word. A peer, or something between, may drop a connection and
 * not say so. And {@code java.net.http} (25.0.3) does not tell of an end that it reads while nobody
 * has asked for the next message: its {@code onComplete} then fails in {@code
 * acknowledgeReception}, and {@code onClose} never comes; the client asks for the next message only
 * when the last one has been dealt with. Either way an informer believes for minutes that nothing
 * happens. One more message is asked for than the client does, so that the second seldom occurs.
 */
final class Pulse implements WebSocket.Listener {

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("watch-pulse").factory());

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final WebSocket.Listener listener;
  private final Duration every;
  private final AtomicBoolean pongs;
  private @Nullable ScheduledFuture<?> beat;
  private boolean answered = true;
  private boolean over;

  /**
   * @param pongs whether the other side has ever answered a ping, on this connection or another:
   *     before it has, silence says nothing
   */
  Pulse(WebSocket.Listener listener, Duration every, AtomicBoolean pongs) {
    this.listener = listener;
    this.every = every;
    this.pongs = pongs;
  }

  @Override
  public void onOpen(WebSocket socket) {
    listener.onOpen(socket);
    socket.request(1);
    synchronized (this) {
      if (!over) {
        beat =
            TIMER.scheduleWithFixedDelay(
                () -> beat(socket), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void beat(WebSocket socket) {
    if (alive()) {
      socket.sendPing(NOTHING.duplicate());
    } else if (end()) {
      socket.abort();
      listener.onError(
          socket, new IOException("no answer to a ping within " + every.toSeconds() + " s"));
    }
  }

  private synchronized boolean alive() {
    boolean was = answered;
    answered = false;
    return was || !pongs.get();
  }

  private synchronized void answered() {
    answered = true;
  }

  /** Whether this was the end: what comes after it is told to nobody. */
  private synchronized boolean end() {
    if (beat != null) {
      beat.cancel(false);
    }
    boolean first = !over;
    over = true;
    return first;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    answered();
    return listener.onText(socket, data, last);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    answered();
    return listener.onBinary(socket, data, last);
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    answered();
    return listener.onPing(socket, message);
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
    pongs.set(true);
    answered();
    return listener.onPong(socket, message);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    return end() ? listener.onClose(socket, code, reason) : null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    if (end()) {
      listener.onError(socket, error);
    }
  }
}
