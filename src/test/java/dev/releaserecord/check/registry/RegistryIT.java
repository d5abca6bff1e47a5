package dev.releaserecord.check.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.check.registry.Sham.Asked;
import dev.releaserecord.check.registry.Sham.Said;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.pull.Platform;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.pull.PullAnswer.Absent;
import dev.releaserecord.plan.pull.PullAnswer.Denied;
import dev.releaserecord.plan.pull.PullAnswer.Present;
import dev.releaserecord.plan.pull.PullAnswer.To;
import dev.releaserecord.plan.pull.PullAnswer.Unknown;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.tls.SelfSigned;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real registry, which the test bed builds for its nodes. */
@NeedsNode
class RegistryIT {

  private static final Digest NOWHERE = new Digest("sha256:" + "0".repeat(64));
  private static final Credential ALICE =
      new Credential("alice", "wonder:land", new Fingerprint(1, 2));
  private static final Credential MALLORY =
      new Credential("mallory", "wonder:land", new Fingerprint(3, 4));

  /** Of {@code wonder:land}. */
  private static final String HASH =
      "alice:$2y$05$abcdefghijklmnopqrstuu12xgx35XzVimpLAARVsY.qvjwFuB00y";

  @TempDir private Path folder;
  private Digest image;
  private Digest index;

  @SuppressWarnings("NullAway.Init") // before each test
  RegistryIT() {}

  @BeforeEach
  void push() {
    try (LocalRegistry open = LocalRegistry.start(folder, "", "")) {
      image = open.push("team/app");
      index = open.pushIndex("team/app", "arm64");
    }
  }

  private static PullAnswer ask(
      Set<String> plain, String host, Digest digest, @Nullable Credential credential)
      throws InterruptedException {
    try (RegistryClient client =
        new RegistryClient(new Hosts(plain, true), Clock.systemUTC(), Duration.ofSeconds(10))) {
      PinnedImage wanted =
          new PinnedImage(
              ImageReference.parse(host + "/team/app").toOptional().orElseThrow(), digest);
      return client.ask(wanted, credential, Patience.of(Duration.ofSeconds(20))).answer();
    }
  }

  private static PullAnswer ask(
      LocalRegistry registry, Digest digest, @Nullable Credential credential)
      throws InterruptedException {
    return ask(Set.of(registry.host()), registry.host(), digest, credential);
  }

  @Test
  void withoutLogin() throws InterruptedException {
    try (LocalRegistry registry = LocalRegistry.start(folder, "", "")) {
      assertThat(ask(registry, image, null)).isEqualTo(new Present(Set.of()));
      assertThat(ask(registry, index, ALICE))
          .isEqualTo(new Present(Set.of(new Platform("linux", "arm64"))));
      assertThat(ask(registry, NOWHERE, null)).isEqualTo(new Absent("answered 404"));
    }
  }

  @Test
  void withUserAndPassword() throws InterruptedException {
    String auth = LocalRegistry.basic(folder, HASH);
    try (LocalRegistry registry = LocalRegistry.start(folder, auth, "")) {
      assertThat(ask(registry, image, ALICE)).isEqualTo(new Present(Set.of()));
      assertThat(ask(registry, index, ALICE))
          .isEqualTo(new Present(Set.of(new Platform("linux", "arm64"))));
      assertThat(ask(registry, NOWHERE, ALICE)).isEqualTo(new Absent("answered 404"));
      assertThat(ask(registry, image, MALLORY)).isEqualTo(new Denied("answered 401", To.Secrets));
      assertThat(ask(registry, image, null)).isEqualTo(new Denied("answered 401", To.Anybody));
    }
  }

  /** Gives alice a token for what she asks for, and everybody else one for nothing. */
  private static Said token(SelfSigned signer, Asked asked) {
    boolean alice = ALICE.basic().equals(asked.authorization());
    long now = Instant.now().getEpochSecond();
    String access =
        alice ? "{\"type\":\"repository\",\"name\":\"team/app\",\"actions\":[\"pull\"]}" : "";
    String claims =
        """
        {"iss": "of-this-test", "aud": "the registry", "sub": "x", "jti": "%d",
         "iat": %d, "nbf": %d, "exp": %d, "access": [%s]}
        """
            .formatted(now, now - 10, now - 10, now + 300, access);
    try {
      return Said.of(200)
          .body(("{\"access_token\": \"" + signer.token(claims) + "\"}").getBytes(UTF_8));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withATokenOfAnotherServer() throws Exception {
    SelfSigned signer = SelfSigned.of("ip:127.0.0.1");
    try (Sham tokens = Sham.http(asked -> token(signer, asked))) {
      String auth =
          "{token: {realm: \"http://%s/token\", service: \"the registry\", issuer: of-this-test, rootcertbundle: %s}}"
              .formatted(tokens.host(), signer.certificateFile(folder));
      try (LocalRegistry registry = LocalRegistry.start(folder, auth, "")) {
        Set<String> plain = Set.of(registry.host(), tokens.host());
        String host = registry.host();
        assertThat(ask(plain, host, image, ALICE)).isEqualTo(new Present(Set.of()));
        assertThat(ask(plain, host, index, ALICE))
            .isEqualTo(new Present(Set.of(new Platform("linux", "arm64"))));
        assertThat(ask(plain, host, NOWHERE, ALICE)).isEqualTo(new Absent("answered 404"));
        assertThat(ask(plain, host, image, null)).isEqualTo(new Denied("answered 401", To.Anybody));
        assertThat(ask(plain, host, image, MALLORY))
            .isEqualTo(new Denied("answered 401", To.Secrets));
        assertThat(tokens.asked())
            .extracting(Asked::uri)
            .containsOnly("/token?service=the+registry&scope=repository%3Ateam%2Fapp%3Apull");
        assertThat(ask(Set.of(host), host, image, ALICE))
            .as("a token server without TLS that nobody listed")
            .isInstanceOf(Unknown.class);
      }
    }
  }

  @Test
  void withACertificateThatNobodyKnows() throws Exception {
    SelfSigned own = SelfSigned.of("ip:127.0.0.1");
    String tls =
        "{certificate: %s, key: %s}".formatted(own.certificateFile(folder), own.keyFile(folder));
    try (LocalRegistry registry = LocalRegistry.start(folder, "", tls)) {
      assertThat(ask(Set.of(), registry.host(), image, ALICE))
          .isInstanceOfSatisfying(
              Unknown.class, it -> assertThat(it.why()).contains("certificate"));
    }
  }
}
