package dev.releaserecord.check.registry;

import dev.releaserecord.check.registry.Wire.Question;
import dev.releaserecord.check.registry.Wire.Reply;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.plan.pull.PullAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks registries which digest a tag stands for now. For a person at a machine: other than the
 * operator it asks registries of that machine as well.
 */
public final class TagReader implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration REQUEST = Duration.ofSeconds(10);

  private final Wire wire;
  private final Door door;
  private final Clock clock;

  /**
   * @param plainHttp registries, as {@code host} or {@code host:port}, that are spoken to without
   *     TLS
   */
  public TagReader(Set<String> plainHttp, Clock clock) {
    Hosts hosts = new Hosts(plainHttp, true);
    this.wire = new Wire(hosts, REQUEST);
    this.door = new Door(hosts, wire, clock);
    this.clock = clock;
  }

  /**
   * Takes half a minute at the most.
   *
   * @param image its own tag and digest play no part
   * @param credentials tried one after the other until one is let in; none: as nobody
   */
  public TagAnswer ask(ImageReference image, String tag, List<Credential> credentials)
      throws InterruptedException {
    Patience patience = Patience.of(PATIENCE);
    if (credentials.isEmpty()) {
      return ask(image, tag, (Credential) null, patience);
    }
    List<PullAnswer> others = new ArrayList<>();
    for (Credential credential : credentials) {
      switch (ask(image, tag, credential, patience)) {
        case TagAnswer.Means means -> {
          return means;
        }
        case TagAnswer.Not(PullAnswer answer) -> others.add(answer);
      }
    }
    return new TagAnswer.Not(Verdicts.best(others));
  }

  private TagAnswer ask(
      ImageReference image, String tag, @Nullable Credential credential, Patience patience)
      throws InterruptedException {
    return switch (door.head(image, tag, credential, patience)) {
      case Door.Shut(Answer why) -> new TagAnswer.Not(why.answer());
      case Door.Open(Reply.Answer reply, Question asked) ->
          answer(reply, asked, Verdicts.to(credential), patience);
    };
  }

  /** What is no index, and names its digest, need not be fetched. */
  private TagAnswer answer(Reply.Answer reply, Question head, PullAnswer.To to, Patience patience)
      throws InterruptedException {
    if (reply.status() != 200 && reply.status() != 405) {
      return not(reply, to);
    }
    String type = Verdicts.contentType(reply);
    Digest named = Verdicts.digest(reply).orElse(null);
    if (reply.status() == 200
        && named != null
        && !type.isEmpty()
        && Manifest.isManifest(type)
        && !Manifest.isIndex(type)) {
      return new TagAnswer.Means(named, false, new TreeSet<>());
    }
    Question get = new Question("GET", head.uri(), head.accept(), head.authorization());
    return switch (wire.send(get, patience)) {
      case Reply.None(String why) -> new TagAnswer.Not(new PullAnswer.Unknown(why));
      case Reply.Answer whole -> whole.status() == 200 ? read(whole) : not(whole, to);
    };
  }

  private TagAnswer not(Reply.Answer reply, PullAnswer.To to) {
    return new TagAnswer.Not(Verdicts.other(reply, to, clock.instant()).answer());
  }

  /** The bytes themselves tell the digest. */
  private static TagAnswer read(Reply.Answer whole) {
    Digest digest = Manifest.digest(whole.body());
    String type = Verdicts.contentType(whole);
    if (!Manifest.isManifest(type)) {
      return unknown("answered with something that is no image");
    }
    if (Verdicts.digest(whole).filter(named -> !named.equals(digest)).isPresent()) {
      return unknown("answered with other bytes than it named");
    }
    return new TagAnswer.Means(
        digest,
        Manifest.isIndex(type),
        new TreeSet<>(
            Manifest.isIndex(type)
                ? Manifest.platforms(whole.body(), digest).orElse(Set.of())
                : Set.of()));
  }

  private static TagAnswer unknown(String why) {
    return new TagAnswer.Not(new PullAnswer.Unknown(why));
  }

  @Override
  public void close() {
    wire.close();
  }
}
