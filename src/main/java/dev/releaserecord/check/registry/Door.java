package dev.releaserecord.check.registry;

import dev.releaserecord.check.registry.TokenServer.Grant;
import dev.releaserecord.check.registry.Wire.Authorization;
import dev.releaserecord.check.registry.Wire.Question;
import dev.releaserecord.check.registry.Wire.Reply;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.plan.pull.PullAnswer;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the head of a manifest (OCI distribution specification, "Pulling manifests"), as a
 * runtime would: first as nobody, with a credential only where the registry itself asks for it.
 */
final class Door {

  private final Hosts hosts;
  private final Wire wire;
  private final TokenServer tokens;

  /** What came of it. */
  sealed interface Way {}

  /**
   * The registry answered.
   *
   * @param asked the question that it answered, with what was needed for that
   */
  record Open(Reply.Answer reply, Question asked) implements Way {}

  /** It could not be asked, or let nobody in. */
  record Shut(Answer why) implements Way {}

  Door(Hosts hosts, Wire wire, Clock clock) {
    this.hosts = hosts;
    this.wire = wire;
    this.tokens = new TokenServer(wire, clock);
  }

  /**
   * @param which a tag or a digest
   * @param credential null to ask as nobody
   */
  Way head(ImageReference image, String which, @Nullable Credential credential, Patience patience)
      throws InterruptedException {
    URI uri = uri(image, which);
    if (uri == null) {
      return new Shut(Answer.unknown("has a name that no server can have"));
    }
    Question head = new Question("HEAD", uri, Manifest.ACCEPT, null);
    Reply reply = wire.send(head, patience);
    if (reply instanceof Reply.Answer answer && answer.status() == 401 && !answer.strayed()) {
      switch (authorize(answer, image, credential, patience)) {
        case Grant.Refused(Answer refused) -> {
          return new Shut(refused);
        }
        case Grant.Given(Authorization authorization) ->
            head = new Question("HEAD", uri, Manifest.ACCEPT, authorization);
      }
      reply = wire.send(head, patience);
    }
    return switch (reply) {
      case Reply.None(String why) -> new Shut(Answer.unknown(why));
      case Reply.Answer answer -> new Open(answer, head);
    };
  }

  private @Nullable URI uri(ImageReference image, String which) {
    try {
      return hosts.base(image.domain()).resolve("/v2/" + image.path() + "/manifests/" + which);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** A token where the registry offers that, else the credential itself (as containerd does). */
  private Grant authorize(
      Reply.Answer answer, ImageReference image, @Nullable Credential credential, Patience patience)
      throws InterruptedException {
    List<Challenge> challenges = Challenge.parse(answer.headers().allValues("WWW-Authenticate"));
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("bearer")) {
        return tokens.token(challenge, image.path(), credential, patience);
      }
    }
    boolean basic = challenges.stream().anyMatch(it -> it.scheme().equals("basic"));
    if (basic && credential != null) {
      return new Grant.Given(new Authorization(credential.basic()));
    }
    return new Grant.Refused(
        basic || challenges.isEmpty()
            ? Answer.of(new PullAnswer.Denied("answered 401", Verdicts.to(credential)))
            : Answer.unknown("asks for a kind of login that the operator does not know"));
  }
}
