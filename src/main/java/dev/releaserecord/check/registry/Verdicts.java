package dev.releaserecord.check.registry;

import dev.releaserecord.check.registry.Wire.Reply;
import dev.releaserecord.image.Digest;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.pull.PullAnswer.To;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the answer to a question for a manifest means. */
final class Verdicts {

  private static final String DIGEST = "Docker-Content-Digest";
  private static final String VERSION = "Docker-Distribution-Api-Version";

  private Verdicts() {}

  static To to(@Nullable Credential credential) {
    return credential == null ? To.Anybody : To.Secrets;
  }

  static Answer of(Reply.Answer reply, Digest wanted, To to, Instant now) {
    return reply.status() == 200 ? found(reply, wanted) : other(reply, to, now);
  }

  /** Of an answer that brings no manifest. */
  static Answer other(Reply.Answer reply, To to, Instant now) {
    String said = "answered " + reply.status();
    return switch (reply.status()) {
      case 401, 403 ->
          reply.strayed()
              ? Answer.unknown("sends on to another server, which " + said)
              : Answer.of(new PullAnswer.Denied(said, to));
      case 404 ->
          reply.strayed() && reply.headers().firstValue(VERSION).isEmpty()
              ? Answer.unknown("sends on to another server, which " + said)
              : Answer.of(new PullAnswer.Absent(said));
      case 429 ->
          new Answer(
              new PullAnswer.Unknown("has been asked too often (429)"),
              RetryAfter.of(reply.headers(), now));
      default -> Answer.unknown(said);
    };
  }

  /** The digest that the registry says it is, if it says so in its one written form. */
  static Optional<Digest> digest(Reply.Answer reply) {
    return reply.headers().firstValue(DIGEST).flatMap(Digest::parse);
  }

  private static Answer found(Reply.Answer reply, Digest wanted) {
    if (!reply.headers().firstValue(DIGEST).map(wanted.text()::equals).orElse(true)) {
      return Answer.unknown("answered with another digest than was asked for");
    }
    return Manifest.isManifest(contentType(reply))
        ? Answer.of(new PullAnswer.Present(Set.of()))
        : Answer.unknown("answered with something that is no image");
  }

  static String contentType(Reply.Answer reply) {
    return reply.headers().firstValue("Content-Type").orElse("");
  }

  /** Of several credentials that were tried: one that is let in is enough, as for a kubelet. */
  static PullAnswer best(List<PullAnswer> answers) {
    PullAnswer best = answers.getFirst();
    for (PullAnswer answer : answers) {
      best = rank(answer) < rank(best) ? answer : best;
    }
    return best;
  }

  private static int rank(PullAnswer answer) {
    return switch (answer) {
      case PullAnswer.Present _ -> 0;
      case PullAnswer.Unknown _ -> 1;
      case PullAnswer.Absent _ -> 2;
      case PullAnswer.Denied _ -> 3;
    };
  }
}
