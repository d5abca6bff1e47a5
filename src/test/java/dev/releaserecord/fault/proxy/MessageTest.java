package dev.releaserecord.fault.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static InputStream wire(String text) {
    return new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
  }

  private static String written(Message message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.write(out);
    return out.toString(ISO_8859_1).replace("\r\n", "\n");
  }

  @Test
  void chunksBecomeOneBody() throws IOException {
    Message answer =
        Message.readAnswer(
            wire("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nA: b\n\n3\nabc\n2;x=y\nde\n0\n\n"));
    assertThat(answer.code()).isEqualTo(200);
    assertThat(answer.body()).asString().isEqualTo("abcde");
    assertThat(written(answer)).isEqualTo("HTTP/1.1 200 OK\nA: b\nContent-Length: 5\n\nabcde");
  }

  @Test
  void severalRequestsComeOverOneConnection() throws IOException {
    InputStream in = wire("PATCH /a HTTP/1.1\nContent-Length: 2\n\nhiGET /b HTTP/1.1\nHost: c\n\n");
    assertThat(Message.readRequest(in)).hasValueSatisfying(it -> assertThat(it.body()).hasSize(2));
    assertThat(Message.readRequest(in))
        .hasValueSatisfying(
            it -> {
              assertThat(it.start()).isEqualTo("GET /b HTTP/1.1");
              assertThat(it.header("HOST")).hasValue("c");
            });
    assertThat(Message.readRequest(in)).isEmpty();
  }

  @Test
  void whatIsCutIsNoMessage() {
    assertThatThrownBy(() -> Message.readAnswer(wire("HTTP/1.1 200 OK\nContent-Length: 9\n\nabc")))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void aSwitchOfProtocolsHasNoBody() throws IOException {
    String text = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n\n";
    Message answer = Message.readAnswer(wire(text + "frames"));
    assertThat(answer.switches()).isTrue();
    assertThat(written(answer)).isEqualTo(text);
  }
}
