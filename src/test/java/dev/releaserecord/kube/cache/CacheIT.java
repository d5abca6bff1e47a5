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
import dev.releaserecord.kube.secret.FactReader;
import dev.releaserecord.kube.secret.Fingerprints;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.secret.Needs;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Quota;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.Stock;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** The caches against a real API server: what may not be read, and what wakes nobody. */
@ExtendWith(ClusterExtension.class)
class CacheIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String USER = "short-sighted";
  private static final WorkloadKey USERS = new WorkloadKey(Kind.Deployment, "users");

  /** Nothing of it changes: only what its record needs wakes it. */
  private static final WorkloadKey MEMBER = new WorkloadKey(Kind.StatefulSet, "queue");

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

  /** No scheduler takes its pod: once created, nobody changes it but the test. */
  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: users}
      spec:
        selector: {matchLabels: {app: users}}
        template:
          metadata: {labels: {app: users}}
          spec:
            schedulerName: nobody
            containers: [{name: app, image: "registry.example.com/team/users:1"}]
      """;

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final Queue<WorkloadKey> woken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger turned = new AtomicInteger();

  CacheIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.cluster = cluster;
    this.client = client;
    this.namespace = namespace.name();
  }

  private void apply(String... manifests) {
    for (String manifest : manifests) {
      client
          .load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
          .items()
          .forEach(
              item ->
                  client
                      .resource(item)
                      .inNamespace(namespace)
                      .fieldManager("team")
                      .forceConflicts()
                      .serverSideApply());
    }
  }

  private ClusterCache cache(KubernetesClient with) {
    return new ClusterCache(
        with,
        Set.of(namespace),
        new FactReader(Fingerprints.fresh()),
        SecretScope.ALL,
        (_, workload, _) -> woken.add(workload));
  }

  /** Returns when these rights are in force, and no others: another test may have given more. */
  private KubernetesClient limited(String role) {
    apply(role, BINDING);
    boolean quotas = role.contains("resourcequotas");
    await().atMost(PATIENCE).until(() -> mayList("pods") && mayList("resourcequotas") == quotas);
    return cluster.clientFor(USER);
  }

  private boolean mayList(String resource) {
    return cluster
            .kubectl("auth", "can-i", "list", resource, "-n", namespace, "--as=" + USER)
            .exitCode()
        == 0;
  }

  private WorkloadView.Found found(ClusterCache cache) {
    return (WorkloadView.Found) cache.view(namespace, USERS);
  }

  @Test
  void whatCanBeDoneWithoutIsSaidAndNothingElseSuffers() {
    apply(WORKLOAD);
    ClusterCache cache = cache(limited(ROLE));
    try {
      cache.start();
      assertThat(cache.problems()).isEmpty();
      assertThat(cache.missingRights(namespace))
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
      assertThat(found(cache).surroundings()).isEqualTo(Surroundings.NONE);
      assertThat(cache.running()).isTrue();
    } finally {
      cache.stop();
    }
  }

  @Test
  void withAllRightsNothingIsHidden() {
    apply(WORKLOAD);
    ClusterCache cache = cache(client);
    try {
      cache.start();
      assertThat(cache.missingRights(namespace)).isEmpty();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(found(cache).surroundings().revisions())
                      .singleElement()
                      .satisfies(it -> assertThat(it.owner()).isEqualTo(USERS)));
      assertThat(found(cache).surroundings().nodes().readable()).isTrue();
    } finally {
      cache.stop();
    }
  }

  @Test
  void factsAreKeptOfWhatARecordNeedsAndAChangeOfThemWakesIt() {
    apply(WORKLOAD, secret("later", "A: one"));
    ClusterCache cache = cache(client);
    try {
      cache.start();
      woken.clear();
      ObjectRef later = ObjectRef.secret("later");
      ObjectRef absent = ObjectRef.configMap("absent");
      Needs needs = new Needs(Set.of(later, absent), Map.of());
      assertThat(keys(cache, needs, later)).as("read when it is needed").containsExactly("A");
      assertThat(cache.stock(namespace, "uid", MEMBER, needs).lookup(absent))
          .isEqualTo(new Stock.Lookup.Absent());

      apply(secret("later", "A: one, B: two"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(keys(cache, needs, later)).containsExactly("A", "B"));
      await().atMost(PATIENCE).until(() -> woken.contains(MEMBER));

      woken.clear();
      client
          .configMaps()
          .inNamespace(namespace)
          .resource(
              new ConfigMapBuilder().withNewMetadata().withName("absent").endMetadata().build())
          .create();
      await().atMost(PATIENCE).until(() -> woken.contains(MEMBER));
    } finally {
      cache.stop();
    }
  }

  private static String secret(String name, String values) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: %s}
    stringData: {%s}
    """
        .formatted(name, values);
  }

  private Set<String> keys(ClusterCache cache, Needs needs, ObjectRef object) {
    return new TreeSet<>(
        cache
            .stock(namespace, "uid", MEMBER, needs)
            .facts(object)
            .map(facts -> facts.keys().keySet())
            .orElse(Set.of()));
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
      await().atMost(PATIENCE).until(() -> later.size() == 1);
      assertThat(quotas.running()).as("the client asks no more").isFalse();

      later.remove().run();
      await().atMost(PATIENCE).until(() -> later.size() == 1);
      assertThat(quotas.readable()).isFalse();
      assertThat(quotas.missingRight()).hasValue("list resourcequotas");
      assertThat(turned).as("nothing has changed for anybody yet").hasValue(0);

      limited(ROLE.replace("[pods]", "[pods, resourcequotas]"));
      later.remove().run();
      await().atMost(PATIENCE).until(quotas::readable);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(turned).hasValue(1));
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
        with.resourceQuotas().inNamespace(namespace),
        new ProjectionStore<>(shape, _ -> {}),
        new Dispensable("resourcequotas", "nothing is found", turned::incrementAndGet),
        later::add);
  }

  @Test
  void anUpdateThatChangesNothingButTheResourceVersionWakesNobody() {
    apply(WORKLOAD);
    ClusterCache cache = cache(client);
    try {
      cache.start();
      await().atMost(PATIENCE).until(() -> complete(cache));
      String name = found(cache).pods().getFirst().name();
      woken.clear();

      annotate(name, "one");
      awaitVersion(cache, annotate(name, "two"));
      assertThat(woken).isEmpty();

      client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
      await().atMost(PATIENCE).until(() -> woken.contains(USERS));
    } finally {
      cache.stop();
    }
  }

  /** The pod is there, and its ReplicaSet and Deployment have counted it. */
  private boolean complete(ClusterCache cache) {
    WorkloadView.Found found = found(cache);
    return found.pods().size() == 1
        && found.workload().replicas().current()
        && found.workload().replicas().updated() == 1;
  }

  private String annotate(String pod, String value) {
    return client
        .pods()
        .inNamespace(namespace)
        .withName(pod)
        .edit(
            it -> {
              it.getMetadata().getAnnotations().put("example.com/note", value);
              return it;
            })
        .getMetadata()
        .getResourceVersion();
  }

  private void awaitVersion(ClusterCache cache, String version) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<String> versions =
                  found(cache).pods().stream()
                      .map(Pod::id)
                      .map(Pod.Identity::resourceVersion)
                      .toList();
              assertThat(versions).containsExactly(version);
            });
  }
}
