package dev.releaserecord.check.registry;

import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.pull.PullReply;
import dev.releaserecord.secret.fact.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What registries said, by image and credential; of the credential only its keyed fingerprint is
 * kept. The oldest are forgotten.
 */
final class Answers {

  /** More than any record has services; each is about 200 bytes. */
  private static final int KEPT = 4_096;

  /** What is there does not change, and goes seldom. */
  private static final Duration LONG = Duration.ofHours(6);

  private static final Duration SHORT = Duration.ofMinutes(1);

  private record Key(PinnedImage image, @Nullable Fingerprint credential) {}

  private final Map<Key, PullReply> kept =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, PullReply> eldest) {
          return size() > KEPT;
        }
      };

  synchronized Optional<PullReply> find(
      PinnedImage image, @Nullable Credential credential, Instant now) {
    return Optional.ofNullable(kept.get(key(image, credential)))
        .filter(reply -> now.isBefore(reply.until()));
  }

  synchronized PullReply keep(
      PinnedImage image, @Nullable Credential credential, Answer answer, Instant now) {
    PullReply reply = reply(answer, now);
    kept.remove(key(image, credential));
    kept.put(key(image, credential), reply);
    return reply;
  }

  /** How long an answer is worth something. */
  static PullReply reply(Answer answer, Instant now) {
    Duration worth =
        answer.answer() instanceof PullAnswer.Present
            ? LONG
            : answer.leaveAlone().compareTo(SHORT) > 0 ? answer.leaveAlone() : SHORT;
    return new PullReply(answer.answer(), now.plus(worth));
  }

  private static Key key(PinnedImage image, @Nullable Credential credential) {
    return new Key(image, credential == null ? null : credential.fingerprint());
  }
}
