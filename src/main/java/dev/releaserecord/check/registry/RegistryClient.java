package dev.releaserecord.check.registry;

import dev.releaserecord.check.registry.Wire.Question;
import dev.releaserecord.check.registry.Wire.Reply;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.pull.Platform;
import dev.releaserecord.plan.pull.PullAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks one registry for one image (OCI distribution specification, "Pulling manifests"), as a
 * runtime would: first as nobody, with a credential only where the registry itself asks for it.
 */
final class RegistryClient implements AutoCloseable {

  private static final Duration REQUEST = Duration.ofSeconds(10);

  private final Wire wire;
  private final Door door;
  private final Clock clock;

  /** Until when a registry asked not to be asked. */
  private final Map<String, Instant> leftAlone = new ConcurrentHashMap<>();

  RegistryClient(Set<String> plainHttp, Clock clock) {
    this(new Hosts(plainHttp), clock, REQUEST);
  }

  /**
   * @param request how long one request may take
   */
  RegistryClient(Hosts hosts, Clock clock, Duration request) {
    this.wire = new Wire(hosts, request);
    this.door = new Door(hosts, wire, clock);
    this.clock = clock;
  }

  /**
   * @param credential null to ask as nobody
   */
  Answer ask(PinnedImage image, @Nullable Credential credential, Patience patience)
      throws InterruptedException {
    String domain = image.image().domain();
    Instant now = clock.instant();
    Instant until = leftAlone.getOrDefault(domain, Instant.MIN);
    if (now.isBefore(until)) {
      return new Answer(
          new PullAnswer.Unknown("has been asked too often (429)"), Duration.between(now, until));
    }
    leftAlone.remove(domain, until);
    Answer answer = exchange(image, credential, patience);
    if (!answer.leaveAlone().isZero()) {
      leftAlone.put(domain, now.plus(answer.leaveAlone()));
    }
    return answer;
  }

  private Answer exchange(PinnedImage image, @Nullable Credential credential, Patience patience)
      throws InterruptedException {
    return switch (door.head(image.image(), image.digest().text(), credential, patience)) {
      case Door.Shut(Answer why) -> why;
      case Door.Open(Reply.Answer reply, Question asked) ->
          answer(reply, asked, image, credential, patience);
    };
  }

  private Answer answer(
      Reply.Answer reply,
      Question head,
      PinnedImage image,
      @Nullable Credential credential,
      Patience patience)
      throws InterruptedException {
    PullAnswer.To to = Verdicts.to(credential);
    boolean index = reply.status() == 200 && Manifest.isIndex(Verdicts.contentType(reply));
    boolean headless = reply.status() == 405;
    Answer told = Verdicts.of(reply, image.digest(), to, clock.instant());
    if (!(headless || index && told.answer() instanceof PullAnswer.Present)) {
      return told;
    }
    Question get = new Question("GET", head.uri(), head.accept(), head.authorization());
    if (!(wire.send(get, patience) instanceof Reply.Answer whole)) {
      return told;
    }
    Answer again = Verdicts.of(whole, image.digest(), to, clock.instant());
    if (again.answer() instanceof PullAnswer.Present
        && Manifest.isIndex(Verdicts.contentType(whole))) {
      Set<Platform> platforms = Manifest.platforms(whole.body(), image.digest()).orElse(Set.of());
      return Answer.of(new PullAnswer.Present(platforms));
    }
    return headless ? again : told;
  }

  @Override
  public void close() {
    wire.close();
  }
}
