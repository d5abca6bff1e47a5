package dev.releaserecord.fault.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchStreamTest {

  private static final int TEXT = 0x81;
  private static final int BEGIN = 0x01;
  private static final int END = 0x80;
  private static final int PING = 0x89;

  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<String> shown = new ArrayList<>();
  private final Gate gate = new Gate();

  private void frame(int kind, String payload) {
    byte[] bytes = payload.getBytes(UTF_8);
    wire.write(kind);
    if (bytes.length < 126) {
      wire.write(bytes.length);
    } else {
      wire.write(126);
      wire.write(bytes.length >> 8);
      wire.write(bytes.length);
    }
    wire.writeBytes(bytes);
  }

  private static String event(String type, String name) {
    return "{\"type\":\"" + type + "\",\"object\":{\"name\":\"" + name + "\"}}";
  }

  private WatchStream stream(AtomicInteger written) {
    return new WatchStream(
        new ByteArrayInputStream(wire.toByteArray()),
        out,
        gate,
        object -> {
          shown.add(object.path("name").asText());
          written.set(out.size());
        });
  }

  @Test
  void everythingPassesAndObjectsAreTold() {
    frame(TEXT, event("ADDED", "a"));
    frame(PING, "");
    frame(BEGIN, event("MODIFIED", "b".repeat(300)).substring(0, 20));
    frame(END, event("MODIFIED", "b".repeat(300)).substring(20));
    frame(TEXT, event("BOOKMARK", "c"));
    frame(TEXT, event("DELETED", "d"));
    assertThatThrownBy(stream(new AtomicInteger())::run).isInstanceOf(EOFException.class);
    assertThat(out.toByteArray()).isEqualTo(wire.toByteArray());
    assertThat(shown).containsExactly("a", "b".repeat(300));
  }

  @Test
  void whatIsHeldIsNeitherShownNorToldBefore() {
    frame(TEXT, event("ADDED", "a"));
    gate.shut();
    WatchStream stream = stream(new AtomicInteger());
    Thread thread =
        Thread.ofVirtual()
            .start(() -> assertThatThrownBy(stream::run).isInstanceOf(EOFException.class));
    await().until(() -> thread.getState() == Thread.State.WAITING);
    assertThat(out.size()).isZero();
    assertThat(shown).isEmpty();
    gate.open();
    await().until(() -> !thread.isAlive());
    assertThat(out.toByteArray()).isEqualTo(wire.toByteArray());
    assertThat(shown).containsExactly("a");
  }

  @Test
  void anObjectIsToldBeforeItIsShown() {
    frame(TEXT, event("ADDED", "a"));
    AtomicInteger writtenByThen = new AtomicInteger(-1);
    assertThatThrownBy(stream(writtenByThen)::run).isInstanceOf(EOFException.class);
    assertThat(writtenByThen).hasValue(0);
  }
}
