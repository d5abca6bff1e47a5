package dev.releaserecord.check.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.check.registry.Wire.Authorization;
import dev.releaserecord.check.registry.Wire.Question;
import dev.releaserecord.check.registry.Wire.Reply;
import dev.releaserecord.plan.pull.PullAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Has a token made for one repository (distribution, "Token Authentication Specification"). Which
 * server makes it is the registry's own word, given to whoever asked it over TLS: it may be another
 * host, as it is for Docker Hub and GitLab, but TLS it must speak.
 */
final class TokenServer {

  /** What a header can carry, and a token consists of. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
              .build());

  private final Wire wire;
  private final Clock clock;

  /** What came of it. */
  sealed interface Grant {

    record Given(Authorization authorization) implements Grant {}

    record Refused(Answer answer) implements Grant {}
  }

  TokenServer(Wire wire, Clock clock) {
    this.wire = wire;
    this.clock = clock;
  }

  /**
   * @param repository to be pulled from
   * @param credential null to ask as nobody
   */
  Grant token(
      Challenge challenge, String repository, @Nullable Credential credential, Patience patience)
      throws InterruptedException {
    URI uri = uri(challenge, repository);
    if (uri == null) {
      return refused("names no token server that could be asked");
    }
    Authorization own = credential == null ? null : new Authorization(credential.basic());
    return switch (wire.send(new Question("GET", uri, "application/json", own), patience)) {
      case Reply.None(String why) -> refused(server(uri) + why);
      case Reply.Answer answer -> grant(uri, answer, credential);
    };
  }

  private static @Nullable URI uri(Challenge challenge, String repository) {
    String realm = challenge.parameter("realm");
    if (realm == null) {
      return null;
    }
    String service = challenge.parameter("service");
    String scope = challenge.parameter("scope");
    String wanted =
        (service == null ? "" : "service=" + encoded(service) + "&")
            + "scope="
            + encoded(scope == null ? "repository:" + repository + ":pull" : scope);
    try {
      URI uri = URI.create(realm);
      String separator = uri.getRawQuery() == null ? "?" : "&";
      boolean whole = uri.getHost() != null && uri.getRawFragment() == null;
      return whole ? URI.create(realm + separator + wanted) : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Grant grant(URI uri, Reply.Answer answer, @Nullable Credential credential) {
    int status = answer.status();
    if (status == 200) {
      return read(uri, answer.body());
    }
    String said = server(uri) + "answered " + status;
    if (status == 429) {
      return new Grant.Refused(
          new Answer(
              new PullAnswer.Unknown(said), RetryAfter.of(answer.headers(), clock.instant())));
    }
    boolean denied = (status == 401 || status == 403) && !answer.strayed();
    return denied
        ? new Grant.Refused(Answer.of(new PullAnswer.Denied(said, Verdicts.to(credential))))
        : refused(said);
  }

  /** Either name is right; some servers send both. */
  private static Grant read(URI uri, byte[] body) {
    try {
      JsonNode answer = JSON.readTree(body);
      String token = answer.path("token").asText("");
      String usable = token.isEmpty() ? answer.path("access_token").asText("") : token;
      if (TOKEN.matcher(usable).matches()) {
        return new Grant.Given(new Authorization("Bearer " + usable));
      }
    } catch (IOException _) {
      // Its message quotes the answer.
    }
    return refused(server(uri) + "sent no token");
  }

  private static String server(URI uri) {
    return "sends for a token, and its token server " + Hosts.name(uri) + " ";
  }

  private static Grant refused(String why) {
    return new Grant.Refused(Answer.unknown(why));
  }
}
