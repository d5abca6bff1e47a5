package dev.releaserecord.check.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.check.registry.Sham.Said;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.pull.Pull;
import dev.releaserecord.plan.pull.PullAccess;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.secret.fact.Fingerprint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks, how often, how many at once, and who is told. */
class RegistryAskerTest {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final Credential ALICE = new Credential("alice", "p", new Fingerprint(1, 2));
  private static final Credential BOB = new Credential("bob", "p", new Fingerprint(3, 4));

  /** A clock that the test moves. */
  private static final class Hands extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    synchronized void on(Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public synchronized Instant instant() {
      return now;
    }
  }

  private final Hands clock = new Hands();
  private final List<String> woken = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable it : open.reversed()) {
      it.close();
    }
  }

  private RegistryAsker asker(Keyrings keyrings, Duration patience, String... plain) {
    RegistryAsker asker =
        new RegistryAsker(
            keyrings,
            new RegistryClient(new Hosts(Set.of(plain)), clock, Duration.ofSeconds(5)),
            clock,
            patience,
            record -> woken.add(record.name()));
    open.add(asker);
    return asker;
  }

  private static Keyrings with(Credential... credentials) {
    return _ -> new Keyrings.Opened.Ready(_ -> List.of(credentials));
  }

  private Sham sham(java.util.function.Function<Sham.Asked, Said> answers) {
    Sham sham = Sham.http(answers);
    open.add(sham);
    return sham;
  }

  private static Release.Identity record(String name) {
    return new Release.Identity("gobee", name, "uid-" + name, 1, Instant.EPOCH);
  }

  private static Pull pull(String host, int number) {
    return new Pull(
        new PinnedImage(
            ImageReference.parse(host + "/app").toOptional().orElseThrow(),
            new Digest("sha256:%064x".formatted(number))),
        new PullAccess("gobee", "default", List.of()));
  }

  private static PullAnswer answer(RegistryAsker asker, Pull pull) {
    await().until(() -> asker.replies().containsKey(pull));
    return java.util.Objects.requireNonNull(asker.replies().get(pull)).answer();
  }

  @Test
  void whatIsThereIsAskedForOnceInHours() {
    Sham sham = sham(_ -> Said.of(200, "Content-Type", MANIFEST));
    RegistryAsker asker = asker(with(), Duration.ofSeconds(10), sham.host());
    Pull pull = pull(sham.host(), 1);
    asker.ask(record("core"), List.of(pull, pull), false);
    assertThat(answer(asker, pull)).isInstanceOf(PullAnswer.Present.class);
    await().untilAsserted(() -> assertThat(woken).containsExactly("core"));

    clock.on(Duration.ofHours(5));
    asker.ask(record("core"), List.of(pull), true);
    asker.ask(record("other"), List.of(pull), false);
    assertThat(sham.asked()).hasSize(1);

    clock.on(Duration.ofHours(2));
    asker.ask(record("core"), List.of(pull), false);
    await().untilAsserted(() -> assertThat(sham.asked()).hasSize(2));
  }

  @Test
  void whatIsNotThereIsAskedForAgainAfterAMinuteAndStandsMeanwhile() {
    AtomicInteger code = new AtomicInteger(404);
    Sham sham = sham(_ -> Said.of(code.get(), "Content-Type", MANIFEST));
    RegistryAsker asker = asker(with(), Duration.ofSeconds(10), sham.host());
    Pull pull = pull(sham.host(), 1);
    asker.ask(record("core"), List.of(pull), false);
    assertThat(answer(asker, pull)).isInstanceOf(PullAnswer.Absent.class);

    code.set(200);
    clock.on(Duration.ofSeconds(59));
    asker.ask(record("core"), List.of(pull), false);
    assertThat(sham.asked()).hasSize(1);
    clock.on(Duration.ofSeconds(2));
    asker.ask(record("core"), List.of(pull), false);
    assertThat(asker.replies()).containsKey(pull);
    await()
        .untilAsserted(
            () -> assertThat(answer(asker, pull)).isInstanceOf(PullAnswer.Present.class));
  }

  @Test
  void aPersonCanHaveItAskedAtOnce() {
    AtomicInteger code = new AtomicInteger(404);
    Sham sham = sham(_ -> Said.of(code.get(), "Content-Type", MANIFEST));
    RegistryAsker asker = asker(with(ALICE), Duration.ofSeconds(10), sham.host());
    Pull pull = pull(sham.host(), 1);
    asker.ask(record("core"), List.of(pull), false);
    assertThat(answer(asker, pull)).isInstanceOf(PullAnswer.Absent.class);

    code.set(200);
    asker.ask(record("core"), List.of(pull), true);
    await()
        .untilAsserted(
            () -> assertThat(answer(asker, pull)).isInstanceOf(PullAnswer.Present.class));
  }

  @Test
  void credentialsAreTriedInTurnUntilOneIsLetIn() {
    Sham sham =
        sham(
            asked ->
                BOB.basic().equals(asked.authorization())
                    ? Said.of(200, "Content-Type", MANIFEST)
                    : Said.of(401, "WWW-Authenticate", "Basic realm=\"r\""));
    RegistryAsker asker = asker(with(ALICE, BOB), Duration.ofSeconds(10), sham.host());
    asker.ask(record("core"), List.of(pull(sham.host(), 1)), false);
    assertThat(answer(asker, pull(sham.host(), 1))).isInstanceOf(PullAnswer.Present.class);

    RegistryAsker alone = asker(with(ALICE), Duration.ofSeconds(10), sham.host());
    alone.ask(record("core"), List.of(pull(sham.host(), 1)), false);
    assertThat(answer(alone, pull(sham.host(), 1)))
        .isEqualTo(new PullAnswer.Denied("answered 401", PullAnswer.To.Secrets));
  }

  @Test
  void eightAtOnceAndNoMore() throws InterruptedException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    Sham sham =
        sham(
            _ -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              try {
                gate.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              now.decrementAndGet();
              return Said.of(200, "Content-Type", MANIFEST);
            });
    RegistryAsker asker = asker(with(), Duration.ofSeconds(20), sham.host());
    List<Pull> pulls = IntStream.range(0, 40).mapToObj(i -> pull(sham.host(), i)).toList();
    asker.ask(record("core"), pulls, false);
    await().until(() -> now.get() == 8);
    gate.countDown();
    await().until(() -> asker.replies().size() == 40);
    assertThat(most).hasValue(8);
  }

  @Test
  void whoeverWaitsForThePlaceOfOthersIsToldInTime() {
    CountDownLatch never = new CountDownLatch(1);
    Sham sham =
        sham(
            _ -> {
              try {
                never.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              return Said.of(200);
            });
    RegistryAsker asker = asker(with(), Duration.ofMillis(500), sham.host());
    List<Pull> pulls = IntStream.range(0, 20).mapToObj(i -> pull(sham.host(), i)).toList();
    asker.ask(record("core"), pulls, false);
    await().atMost(Duration.ofSeconds(5)).until(() -> asker.replies().size() == 20);
    assertThat(asker.replies().values())
        .allSatisfy(it -> assertThat(it.answer()).isInstanceOf(PullAnswer.Unknown.class));
    never.countDown();
  }

  @Test
  void whatHappensToTheSecretsIsSaid() {
    Pull pull = pull("r.invalid", 1);
    RegistryAsker broken =
        asker(_ -> new Keyrings.Opened.Broken("Secret s is broken"), Duration.ofSeconds(5));
    broken.ask(record("core"), List.of(pull), false);
    assertThat(answer(broken, pull))
        .isEqualTo(new PullAnswer.Denied("Secret s is broken", PullAnswer.To.Broken));

    RegistryAsker blind =
        asker(_ -> new Keyrings.Opened.Unreadable("may not"), Duration.ofSeconds(5));
    blind.ask(record("core"), List.of(pull), false);
    assertThat(answer(blind, pull)).isEqualTo(new PullAnswer.Unknown("may not"));

    RegistryAsker faulty =
        asker(
            _ -> {
              throw new IllegalStateException("quotes a password");
            },
            Duration.ofSeconds(5));
    faulty.ask(record("core"), List.of(pull), false);
    assertThat(answer(faulty, pull))
        .isEqualTo(
            new PullAnswer.Unknown(
                "could not be asked, by a fault of the operator (IllegalStateException)"));
  }

  @Test
  void aNameThatNobodyKnowsIsUnknown() {
    RegistryAsker asker = asker(with(), Duration.ofSeconds(20));
    Pull pull = pull("nowhere.invalid", 1);
    asker.ask(record("core"), List.of(pull), false);
    await()
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(
            () ->
                assertThat(asker.replies().get(pull))
                    .isNotNull()
                    .satisfies(
                        it ->
                            assertThat(it.answer())
                                .isEqualTo(
                                    new PullAnswer.Unknown("has a name that cannot be resolved"))));
  }
}
