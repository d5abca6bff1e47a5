package dev.releaserecord.kube.evidence;

import static dev.releaserecord.kube.evidence.StubApi.ENDED;
import static dev.releaserecord.kube.evidence.StubApi.LOG;
import static dev.releaserecord.kube.evidence.StubApi.POD;
import static dev.releaserecord.kube.evidence.StubApi.pod;
import static dev.releaserecord.kube.evidence.StubApi.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.kube.evidence.EvidenceTaker.Takings;
import dev.releaserecord.kube.evidence.StubApi.Answer;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.rollout.Termination;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long anybody waits for evidence, and what is read meanwhile and afterwards. */
class EvidenceTakerTest {

  /** So long a taker waits that is to have all at once. */
  private static final Duration PATIENT = Duration.ofSeconds(10);

  private final StubApi api = new StubApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void looksAgainForWhatIsMissingOnlyLaterOrAfterAnotherRun() throws InterruptedException {
    EvidenceTaker taker = patient();
    assertThat(taker.takeAll("shop", List.of(wanted("", 0))).taken()).hasSize(1);
    assertThat(taker.takeAll("shop", List.of(again(1))).taken()).isEmpty();
    assertThat(taker.takeAll("shop", List.of(again(2))).taken()).hasSize(1);
    assertThat(taker.takeAll("shop", List.of(again(2))).taken()).isEmpty();
    assertThat(taker.takeAll("shop", List.of(wanted("", 0))).taken())
        .as("the first time")
        .hasSize(1);
  }

  private static EvidenceWanted again(int run) {
    EvidenceWanted first = wanted("", 0);
    return new EvidenceWanted(
        first.workload(),
        first.pod(),
        first.container(),
        new Termination(137, 9, "OOMKilled", "", ENDED, "containerd://" + run),
        first.plain(),
        true);
  }

  @Test
  void doesNotWaitForANodeThatIsGone() throws InterruptedException {
    api.holdLogs();
    api.answers().put(POD, new Answer(200, pod("\"running\": {}", "hunter2secret")));
    // The pod is read within the same time, by a client that was never used.
    long start = System.nanoTime();
    EvidenceTaken taken =
        new EvidenceTaker(api.client(), Duration.ofSeconds(3), PATIENT)
            .takeAll("shop", List.of(wanted("hunter2secret", 0)))
            .taken()
            .getFirst();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    assertThat(taken.trouble()).contains("no answer within 3 s");
    assertThat(taken.evidence().message()).isEqualTo("[redacted]");
  }

  @Test
  void doesNotWaitLongerForManyOfThem() throws InterruptedException {
    api.holdLogs();
    long start = System.nanoTime();
    List<EvidenceTaken> taken =
        new EvidenceTaker(api.client(), Duration.ofMillis(1_000), PATIENT)
            .takeAll("shop", IntStream.range(0, 20).mapToObj(i -> wanted("", i)).toList())
            .taken();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
    assertThat(taken).hasSize(20).allMatch(it -> it.trouble() != null);
  }

  /** The cause is told without it, and the next pass is given what was read meanwhile. */
  @Test
  void doesNotHoldUpWhoeverAsksAndReadsOn() throws InterruptedException {
    api.answers().put(LOG, new Answer(200, "late"));
    api.holdLogs();
    EvidenceTaker taker = new EvidenceTaker(api.client(), PATIENT, Duration.ofMillis(50));
    List<EvidenceWanted> wanted = List.of(wanted("", 0));
    long start = System.nanoTime();
    Takings first = taker.takeAll("shop", wanted);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(550));
    assertThat(first.taken()).isEmpty();
    assertThat(first.pending()).containsExactly(wanted.getFirst().workload());
    await("read on").until(() -> api.held() == 1);
    api.letGo();
    await()
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(taker.takeAll("shop", wanted).taken())
                    .extracting(it -> it.evidence().log())
                    .containsExactly("late"));
    assertThat(api.requests()).filteredOn(request -> request.startsWith(LOG)).hasSize(1);
  }

  private EvidenceTaker patient() {
    return new EvidenceTaker(api.client(), PATIENT, PATIENT);
  }

  @Test
  void takesAFewAtATimeInTheirOrder() throws InterruptedException, ExecutionException {
    api.answers().put(LOG, new Answer(200, "fine"));
    api.holdLogs();
    List<EvidenceWanted> wanted = IntStream.range(0, 20).mapToObj(i -> wanted("", i)).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Takings> takings = threads.submit(() -> patient().takeAll("shop", wanted));
      await("side by side").until(() -> api.held() == 8);
      api.letGo();
      List<EvidenceTaken> taken = takings.get().taken();
      assertThat(taken).extracting(EvidenceTaken::wanted).isEqualTo(wanted);
      assertThat(taken).allMatch(it -> "fine".equals(it.evidence().log()));
    }
    assertThat(api.most()).isEqualTo(8);
  }
}
