package dev.releaserecord.check.registry;

import dev.releaserecord.check.registry.Sham.Asked;
import dev.releaserecord.check.registry.Sham.Said;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.secret.fact.Fingerprint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks a registry that a test plays for one image. */
final class Questions implements AutoCloseable {

  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final Digest DIGEST = new Digest("sha256:" + "ab".repeat(32));
  static final String WORD = "QzCaNaRy7xKwVb";
  static final Credential ALICE = new Credential("alice", WORD, new Fingerprint(1, 2));

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration REQUEST = Duration.ofSeconds(5);

  private final List<AutoCloseable> open = new ArrayList<>();

  Sham sham(Function<Asked, Said> answers) {
    return opened(Sham.http(answers));
  }

  <T extends AutoCloseable> T opened(T it) {
    open.add(it);
    return it;
  }

  RegistryClient client(Sham... shams) {
    Set<String> plain = Arrays.stream(shams).map(Sham::host).collect(Collectors.toSet());
    return client(new Hosts(plain), REQUEST);
  }

  RegistryClient client(Hosts hosts, Duration request) {
    return opened(new RegistryClient(hosts, Clock.fixed(NOW, ZoneOffset.UTC), request));
  }

  static PinnedImage image(String host, Digest digest) {
    return new PinnedImage(
        ImageReference.parse(host + "/team/app").toOptional().orElseThrow(), digest);
  }

  /** Of the first, which may send on to the others. */
  PullAnswer ask(@Nullable Credential credential, Sham... shams) throws InterruptedException {
    return ask(client(shams), shams[0].host(), credential);
  }

  static PullAnswer ask(RegistryClient client, String host, @Nullable Credential credential)
      throws InterruptedException {
    return client
        .ask(image(host, DIGEST), credential, Patience.of(Duration.ofSeconds(20)))
        .answer();
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable it : open.reversed()) {
      it.close();
    }
  }
}
