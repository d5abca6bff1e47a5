package dev.releaserecord.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.kube.lease.LeaseElection.LeaseName;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class LeaseElectionIT {

  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final TestNamespace namespace;

  LeaseElectionIT(KubernetesClient client, TestNamespace namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Test
  void aCleanStopHandsOverWithinASecond() throws InterruptedException {
    LeaseElection first = start(name("clean", "first", Duration.ofSeconds(15)));
    await().atMost(PATIENCE).pollInterval(POLL).until(first::mayWrite);
    AtomicInteger elected = new AtomicInteger();
    try (LeaseElection second = start(name("clean", "second", Duration.ofSeconds(15)))) {
      second.onElected(elected::incrementAndGet);
      await().atMost(PATIENCE).until(() -> holder("clean").equals("first"));
      assertThat(second.mayWrite()).isFalse();

      long before = System.nanoTime();
      first.close();
      assertThat(first.mayWrite()).isFalse();
      await().atMost(PATIENCE).pollInterval(POLL).until(second::mayWrite);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
      assertThat(holder("clean")).isEqualTo("second");
      await().atMost(PATIENCE).until(() -> elected.get() == 1);
    }
    assertThat(holder("clean")).isEmpty();
  }

  @Test
  void aKilledLeaderIsReplacedWithinTheLeasesTime() throws Exception {
    try (LeaseProcess killed =
        LeaseProcess.start(client.getConfiguration(), name("killed", "first", SHORT))) {
      await().atMost(PATIENCE).until(killed::saysYes);
      try (LeaseElection second = start(name("killed", "second", SHORT))) {
        killed.kill();
        long before = System.nanoTime();
        await().atMost(PATIENCE).pollInterval(POLL).until(second::mayWrite);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SHORT.plusMillis(500));
      }
    }
  }

  @Test
  void aFrozenLeaderThatWakesWritesNothing() throws Exception {
    try (LeaseProcess frozen =
        LeaseProcess.start(client.getConfiguration(), name("frozen", "first", SHORT))) {
      await().atMost(PATIENCE).until(frozen::saysYes);
      try (LeaseElection second = start(name("frozen", "second", SHORT))) {
        frozen.freeze();
        await().atMost(PATIENCE).pollInterval(POLL).until(second::mayWrite);
        int before = silent(frozen);
        frozen.wake();
        await().atMost(PATIENCE).until(() -> frozen.answers() > before + 100);
        assertThat(frozen.answersFrom(before)).containsOnly(false);
        assertThat(second.mayWrite()).isTrue();
        assertThat(holder("frozen")).isEqualTo("second");
      }
      await().atMost(Duration.ofSeconds(1)).until(frozen::saysYes);
    }
  }

  /** How many answers it had given when it froze: some may still have been on their way. */
  private static int silent(LeaseProcess frozen) {
    AtomicInteger last = new AtomicInteger(-1);
    await()
        .during(Duration.ofMillis(300))
        .atMost(PATIENCE)
        .until(() -> last.getAndSet(frozen.answers()) == last.get());
    return last.get();
  }

  @Test
  void withoutRightsItSaysWhichOnesToGrant() {
    try (KubernetesClient nobody =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(client.getConfiguration())
                    .withImpersonateUsername("nobody")
                    .build())
            .build()) {
      KubernetesLease lease = new KubernetesLease(nobody, namespace.name(), "mine", SHORT);
      assertThat(lease.read())
          .isInstanceOfSatisfying(
              LeasePort.Read.Failed.class,
              failed ->
                  assertThat(failed.why())
                      .contains(namespace.name())
                      .contains("get, list, watch, create and update")
                      .contains("--no-leader-elect"));
    }
  }

  private LeaseElection start(LeaseName name) {
    LeaseElection election = new LeaseElection(client, name, Clock.systemUTC(), System::nanoTime);
    election.start();
    return election;
  }

  private LeaseName name(String lease, String identity, Duration duration) {
    return new LeaseName(namespace.name(), lease, identity, duration);
  }

  private String holder(String lease) {
    String holder =
        client
            .leases()
            .inNamespace(namespace.name())
            .withName(lease)
            .require()
            .getSpec()
            .getHolderIdentity();
    return holder == null ? "" : holder;
  }
}
