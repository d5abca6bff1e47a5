package dev.releaserecord.kube.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A connection lives as long as it answers. */
class PulseTest {

  private static final Duration EVERY = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Socket socket = new Socket();
  private final AtomicBoolean pongs = new AtomicBoolean(true);
  private final Pulse pulse = new Pulse(new Told(), EVERY, pongs);

  @Test
  void whatAnswersLives() {
    socket.answers = true;
    pulse.onOpen(socket);
    await().atMost(LONG).until(() -> socket.pings.get() > 5);
    assertThat(socket.aborted).isFalse();
    assertThat(told).containsOnly("open", "pong");

    pulse.onClose(socket, 1000, "");
    int pings = socket.pings.get();
    await().during(EVERY.multipliedBy(4)).until(() -> socket.pings.get() <= pings + 1);
    assertThat(told).endsWith("close 1000");
  }

  @Test
  void whatDoesNotIsEndedOnceAndForAll() {
    pulse.onOpen(socket);
    await().atMost(LONG).until(() -> told.contains("error no answer to a ping within 0 s"));
    assertThat(socket.aborted).isTrue();
    assertThat(socket.pings).hasValue(1);

    pulse.onClose(socket, 1006, "");
    pulse.onError(socket, new IllegalStateException("late"));
    assertThat(told).containsExactly("open", "error no answer to a ping within 0 s");
  }

  @Test
  void whereNobodyEverAnsweredSilenceSaysNothing() {
    pongs.set(false);
    pulse.onOpen(socket);
    await().atMost(LONG).until(() -> socket.pings.get() > 3);
    assertThat(socket.aborted).isFalse();

    pulse.onPong(socket, ByteBuffer.allocate(0));
    await().atMost(LONG).until(() -> socket.aborted);
  }

  @Test
  void anyMessageIsAnAnswer() {
    socket.speaks = true;
    pulse.onOpen(socket);
    await().atMost(LONG).until(() -> socket.pings.get() > 3);
    assertThat(socket.aborted).isFalse();
    pulse.onError(socket, new IllegalStateException("broken"));
    assertThat(told).endsWith("error broken");
  }

  @Test
  void anEndIsReadThoughTheLastMessageIsStillDealtWith() {
    pulse.onOpen(socket);
    assertThat(socket.asked).as("the client's own, and one more").hasValue(2);
    pulse.onClose(socket, 1000, "");
  }

  /** As the client does it: one message is asked for at the beginning. */
  private final class Told implements WebSocket.Listener {

    @Override
    public void onOpen(WebSocket of) {
      told.add("open");
      of.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket of, CharSequence data, boolean last) {
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket of, ByteBuffer message) {
      told.add("pong");
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket of, int code, String reason) {
      told.add("close " + code);
      return null;
    }

    @Override
    public void onError(WebSocket of, Throwable error) {
      told.add("error " + error.getMessage());
    }
  }

  /** Answers pings, says something else to each, or nothing. */
  private final class Socket implements WebSocket {

    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicLong asked = new AtomicLong();
    private volatile boolean answers;
    private volatile boolean speaks;
    private volatile boolean aborted;

    private CompletableFuture<WebSocket> done() {
      return CompletableFuture.completedFuture(this);
    }

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
      pings.incrementAndGet();
      if (answers) {
        pulse.onPong(this, message);
      }
      if (speaks) {
        pulse.onText(this, "news", true);
      }
      return done();
    }

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
      return done();
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
      return done();
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
      return done();
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int code, String reason) {
      return done();
    }

    @Override
    public void request(long n) {
      asked.addAndGet(n);
    }

    @Override
    public String getSubprotocol() {
      return "";
    }

    @Override
    public boolean isOutputClosed() {
      return aborted;
    }

    @Override
    public boolean isInputClosed() {
      return aborted;
    }

    @Override
    public void abort() {
      aborted = true;
    }
  }
}
