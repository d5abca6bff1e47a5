package dev.releaserecord.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.kube.cache.ProjectionStore.Shape;
import dev.releaserecord.kube.cache.projection.QuotaProjections;
import dev.releaserecord.rollout.Quota;
import dev.releaserecord.rollout.Surroundings;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** The caches against a real API server: what may not be read is said, and heals. */
@ExtendWith(ClusterExtension.class)
class CacheRightsIT {

  private static final String USER = "short-sighted";

  /** What nothing works without. */
  private static final String ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: short-sighted}
      rules:
      - {apiGroups: [apps], resources: [deployments, statefulsets, daemonsets], verbs: [list, watch]}
      - {apiGroups: [batch], resources: [cronjobs, jobs], verbs: [list, watch]}
      - {apiGroups: [""], resources: [pods], verbs: [list, watch]}
      """;

  private static final String BINDING =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: short-sighted}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: short-sighted}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: short-sighted}]
      """;

  private final Cluster cluster;
  private final CacheBed bed;
  private final AtomicInteger turned = new AtomicInteger();

  CacheRightsIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.cluster = cluster;
    this.bed = new CacheBed(client, namespace);
  }

  /** Returns when these rights are in force, and no others: another test may have given more. */
  private KubernetesClient limited(String role) {
    bed.apply(role, BINDING);
    boolean quotas = role.contains("resourcequotas");
    await()
        .atMost(CacheBed.PATIENCE)
        .until(() -> mayList("pods") && mayList("resourcequotas") == quotas);
    return cluster.clientFor(USER);
  }

  private boolean mayList(String resource) {
    return cluster
            .kubectl("auth", "can-i", "list", resource, "-n", bed.namespace, "--as=" + USER)
            .exitCode()
        == 0;
  }

  @Test
  void whatCanBeDoneWithoutIsSaidAndNothingElseSuffers() {
    bed.apply(CacheBed.WORKLOAD);
    ClusterCache cache = bed.cache(limited(ROLE));
    try {
      cache.start();
      assertThat(cache.problems()).isEmpty();
      assertThat(cache.missingRights(bed.namespace))
          .containsExactly(
              "list nodes (a ClusterRole)",
              "list replicasets",
              "list controllerrevisions",
              "list events",
              "list resourcequotas",
              "list persistentvolumeclaims",
              "list horizontalpodautoscalers",
              "list secrets",
              "list configmaps");
      assertThat(bed.found(cache).surroundings()).isEqualTo(Surroundings.NONE);
      assertThat(cache.running()).isTrue();
    } finally {
      cache.stop();
    }
  }

  @Test
  void withAllRightsNothingIsHidden() {
    bed.apply(CacheBed.WORKLOAD);
    ClusterCache cache = bed.cache(bed.client);
    try {
      cache.start();
      assertThat(cache.missingRights(bed.namespace)).isEmpty();
      await()
          .atMost(CacheBed.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(bed.found(cache).surroundings().revisions())
                      .singleElement()
                      .satisfies(it -> assertThat(it.owner()).isEqualTo(CacheBed.USERS)));
      assertThat(bed.found(cache).surroundings().nodes().readable()).isTrue();
    } finally {
      cache.stop();
    }
  }

  @Test
  void aRefusedKindIsAskedForAgainOnlyLaterAndHeals() {
    Queue<Runnable> later = new ConcurrentLinkedQueue<>();
    Watched<ResourceQuota, Quota> quotas = quotas(limited(ROLE), later);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(Watched.class);
    log.setLevel(Level.INFO);
    log.addAppender(lines);
    try {
      quotas.start();
      quotas.awaitFirstAnswer();
      assertThat(quotas.problem().orElseThrow()).contains("resourcequotas", "without them");
      await().atMost(CacheBed.PATIENCE).until(() -> later.size() == 1);
      assertThat(quotas.running()).as("the client asks no more").isFalse();

      later.remove().run();
      await().atMost(CacheBed.PATIENCE).until(() -> later.size() == 1);
      assertThat(quotas.readable()).isFalse();
      assertThat(quotas.missingRight()).hasValue("list resourcequotas");
      assertThat(turned).as("nothing has changed for anybody yet").hasValue(0);

      limited(ROLE.replace("[pods]", "[pods, resourcequotas]"));
      later.remove().run();
      await().atMost(CacheBed.PATIENCE).until(quotas::readable);
      await().atMost(CacheBed.PATIENCE).untilAsserted(() -> assertThat(turned).hasValue(1));
      assertThat(quotas.problem()).isEmpty();
      assertThat(quotas.missingRight()).isEmpty();
      assertThat(later).isEmpty();
      assertThat(List.copyOf(lines.list))
          .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
          .filteredOn(line -> line.contains("resourcequotas"))
          .hasSize(2)
          .satisfiesExactly(
              line -> assertThat(line).startsWith("WARN cannot read").contains("nothing is found"),
              line -> assertThat(line).isEqualTo("INFO resourcequotas can be read now"));
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
      quotas.stop();
    }
  }

  private Watched<ResourceQuota, Quota> quotas(KubernetesClient with, Queue<Runnable> later) {
    Shape<ResourceQuota, Quota> shape =
        new Shape<>(QuotaProjections::of, Quota::name, ProjectionStore.blank(ResourceQuota::new));
    return new Watched<>(
        "resourcequotas",
        with.resourceQuotas().inNamespace(bed.namespace),
        new ProjectionStore<>(shape, _ -> {}),
        new Dispensable("resourcequotas", "nothing is found", turned::incrementAndGet),
        later::add);
  }
}
