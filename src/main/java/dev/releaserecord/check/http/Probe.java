package dev.releaserecord.check.http;

import dev.releaserecord.api.HttpCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Asks one address once. */
public final class Probe {

  /** They say where a message ends, which is not for a record to say. */
  private static final Set<String> FRAMING =
      Set.of("connection", "content-length", "transfer-encoding");

  private final AddressGuard guard;
  private final UnaryOperator<String> discreet;

  /**
   * @param discreet what may be shown of what the other side wrote
   */
  public Probe(AddressGuard guard, UnaryOperator<String> discreet) {
    this.guard = guard;
    this.discreet = discreet;
  }

  /**
   * Connects, and no more.
   *
   * @return what is wrong; nobody who listens is
   */
  public List<String> tcp(String host, int port, Deadline deadline)
      throws NotAsked, InterruptedException {
    try (Connection _ = Connection.open(guard, host, port, deadline)) {
      return List.of();
    } catch (Connection.Refused e) {
      return List.of(host + ":" + port + " refuses connections");
    }
  }

  /**
   * Sends the request of a check. Once the connection stands, whatever comes is an answer: silence
   * and nonsense too.
   *
   * @param version of the service, with which a header may have to agree
   * @return what is wrong with the answer
   */
  public List<String> http(
      HttpCheck check, @Nullable String version, Target target, Trust trust, Deadline deadline)
      throws NotAsked, InterruptedException {
    byte[] request = request(check, target);
    try (Connection plain = Connection.open(guard, target.host(), target.port(), deadline);
        Connection connection = target.tls() ? plain.secured(target, trust, discreet) : plain) {
      OutputStream out = connection.out();
      out.write(request);
      out.flush();
      Answer answer = Answer.read(connection.in(), !"HEAD".equals(check.methodOrDefault()));
      return Expectation.judge(answer, check.expectOrDefault(), version, discreet);
    } catch (Connection.Refused e) {
      throw new NotAsked(target + " refuses connections", e);
    } catch (SocketTimeoutException e) {
      return List.of("no whole answer in time");
    } catch (ProtocolException e) {
      return List.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return List.of("the connection broke before an answer");
    }
  }

  private static byte[] request(HttpCheck check, Target target) throws NotAsked {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("host", target.hostHeader());
    headers.put("user-agent", "release-operator");
    headers.put("accept", "*/*");
    headers.put("accept-encoding", "identity");
    check
        .headers()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!FRAMING.contains(lower)) {
                headers.put(lower, value);
              }
            });
    headers.put("connection", "close");
    if (Set.of("POST", "PUT", "PATCH").contains(check.methodOrDefault())) {
      headers.put("content-length", "0");
    }
    StringBuilder request = new StringBuilder();
    request.append(check.methodOrDefault()).append(' ').append(target.path());
    request.append(" HTTP/1.1\r\n");
    for (Map.Entry<String, String> it : headers.entrySet()) {
      if (!it.getKey().matches("[!#$%&'*+.^_`|~0-9a-z-]+")) {
        throw new NotAsked("one of its headers has a name that HTTP does not allow");
      }
      if (it.getValue().chars().anyMatch(Character::isISOControl)) {
        throw new NotAsked("its header " + it.getKey() + " holds a line break");
      }
      request.append(it.getKey()).append(": ").append(it.getValue()).append("\r\n");
    }
    return request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
