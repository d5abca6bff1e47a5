package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.NodeRules;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.TemplateContainer.Traits;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.reference.ObjectRef;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadProjectionsTest {

  private static final String NEVER =
      """
      metadata: {name: never, uid: uid-1, resourceVersion: "7", generation: 1}
      spec:
        template:
          spec:
            nodeSelector: {disk: ssd}
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms:
                  - matchExpressions: [{key: zone, operator: In, values: [a, b]}]
                    matchFields: [{key: metadata.name, operator: NotIn, values: [node9]}]
            tolerations:
            - {key: dedicated, operator: Equal, value: gobee, effect: NoSchedule}
            - {operator: Exists}
            initContainers:
            - {name: migrate, image: "repo/migrate:1", imagePullPolicy: IfNotPresent}
            containers:
            - {name: app, image: "repo/never:1", imagePullPolicy: Never}
      """;

  private static Workload deployment(String yaml) {
    return WorkloadProjections.of(Manifest.read(Deployment.class, yaml)).orElseThrow();
  }

  private static Workload statefulSet(String yaml) {
    return WorkloadProjections.of(Manifest.read(StatefulSet.class, yaml)).orElseThrow();
  }

  @Test
  void wherePodsMayRun() {
    Workload workload = deployment(NEVER);

    assertThat(workload.template().revision()).isEmpty();
    assertThat(workload.template().nodes())
        .isEqualTo(
            new NodeRules(
                Map.of("disk", "ssd"),
                List.of(
                    new NodeRules.Term(
                        List.of(new NodeRules.Requirement("zone", "In", List.of("a", "b"))),
                        List.of(
                            new NodeRules.Requirement(
                                "metadata.name", "NotIn", List.of("node9"))))),
                List.of(
                    new NodeRules.Toleration("dedicated", false, "gobee", "NoSchedule"),
                    new NodeRules.Toleration("", true, "", ""))));
    assertThat(workload.containers())
        .containsExactly(
            new TemplateContainer(
                "migrate", ContainerRole.Init, 0, "repo/migrate:1", new Traits(0, false), null),
            new TemplateContainer(
                "app", ContainerRole.Main, 0, "repo/never:1", new Traits(0, true), null));
  }

  @Test
  void mostMayRunAnywhere() {
    String anywhere = NEVER.replaceAll("(?s)nodeSelector:.*(?=initContainers:)", "");
    Workload workload = deployment(anywhere);

    assertThat(workload.neverPulls()).isTrue();
    assertThat(workload.template()).isSameAs(Workload.Template.PLAIN);
    assertThat(workload.strategy())
        .isEqualTo(new Strategy(false, false, 0, false))
        .isSameAs(deployment(NEVER).strategy());
  }

  @Test
  void whatTheTemplateTakesFromSecrets() {
    String env = ", env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: KEY}}}]}";
    String yaml = NEVER.replace(", imagePullPolicy: Never}", env);
    Workload workload = deployment(yaml);

    assertThat(workload.template().references().objects()).containsExactly(ObjectRef.secret("s"));
    assertThat(WorkloadProjections.same(workload, deployment(yaml.replace("KEY", "OTHER"))))
        .isFalse();
  }

  /** The controller gives them to each of its pods. */
  @Test
  void podsOfADaemonSetBearWhatANodeSuffersFrom() {
    assertThat(daemonSet(NEVER).template().nodes().tolerations())
        .hasSize(8)
        .contains(
            new NodeRules.Toleration("node.kubernetes.io/unschedulable", true, "", "NoSchedule"));
    String plain = NEVER.replaceAll("(?s)nodeSelector:.*(?=initContainers:)", "");
    assertThat(daemonSet(plain).template().nodes())
        .as("shared")
        .isSameAs(daemonSet(plain).template().nodes());
  }

  private static Workload daemonSet(String yaml) {
    return WorkloadProjections.of(Manifest.read(DaemonSet.class, yaml)).orElseThrow();
  }

  @Test
  void howLongAReadinessProbeMayFail() {
    assertThat(window("")).isZero();
    assertThat(window(", readinessProbe: {tcpSocket: {port: 80}}")).isEqualTo(30);
    assertThat(
            window(
                ", readinessProbe: {initialDelaySeconds: 20, periodSeconds: 5,"
                    + " failureThreshold: 4}"))
        .isEqualTo(40);
    assertThat(window(", readinessProbe: {periodSeconds: 0, failureThreshold: 0}")).isEqualTo(1);
  }

  private static int window(String probe) {
    TemplateContainer container =
        deployment(NEVER.replace(", imagePullPolicy: Never", probe)).mainContainers().getFirst();
    assertThat(container.readinessProbe()).isEqualTo(!probe.isEmpty());
    return container.traits().readinessWindow();
  }

  @Test
  void aStatefulSetNamesItsNewestRevisionAndItsPartition() {
    String yaml =
        """
        metadata: {name: web, uid: uid-1, resourceVersion: "7", generation: 2}
        spec:
          replicas: 2
          updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}
          template:
            spec:
              containers: [{name: app, image: "repo/web:1"}]
        status: {observedGeneration: 2, replicas: 2, updateRevision: web-5bf84845fd}
        """;

    Workload workload = statefulSet(yaml);
    assertThat(workload.template())
        .isEqualTo(new Workload.Template("web-5bf84845fd", NodeRules.ANYWHERE));
    assertThat(workload.strategy()).isEqualTo(new Strategy(false, false, 1, false));
    String account = yaml.replace("containers:", "serviceAccountName: puller\n      containers:");
    assertThat(statefulSet(account).template().serviceAccount()).isEqualTo("puller");
    assertThat(statefulSet(yaml.replace("type: RollingUpdate", "type: OnDelete")).strategy())
        .isEqualTo(new Strategy(false, true, 0, false));
  }

  @Test
  void aSuspendedCronJob() {
    Workload workload =
        WorkloadProjections.of(
                Manifest.read(
                    CronJob.class,
                    """
                    metadata: {name: nightly, uid: uid-1, resourceVersion: "7"}
                    spec:
                      suspend: true
                      jobTemplate:
                        spec:
                          template:
                            spec:
                              containers: [{name: app, image: "repo/nightly:1"}]
                    """))
            .orElseThrow();

    assertThat(workload.key().kind()).isEqualTo(Kind.CronJob);
    assertThat(workload.strategy()).isEqualTo(new Strategy(true, false, 0, false));
    assertThat(workload.template()).isSameAs(Workload.Template.PLAIN);
  }

  private static String shape(String template) {
    Workload.Identity id =
        deployment(
                """
                metadata: {name: web, uid: uid-1, resourceVersion: "7", generation: 1}
                spec: {template: %s}
                """
                    .formatted(template))
            .id();
    return String.valueOf(id.shapeText());
  }

  @Test
  void theShapeOfATemplateIsAllOfItButImagesAndRestarts() {
    String bare =
        "{spec: {containers: [{name: app, image: \"r/web:1\", env: [{name: A, value: b}]}]}}";
    String shape = shape(bare);
    assertThat(shape).hasSize(16);
    assertThat(shape(bare.replace("web:1", "web:2"))).isEqualTo(shape);
    assertThat(
            shape(
                bare.replace(
                    "{spec:",
                    "{metadata: {annotations: {kubectl.kubernetes.io/restartedAt: now,"
                        + " releaserecord.dev/restarted-for: k}}, spec:")))
        .isEqualTo(shape);
    assertThat(shape(bare.replace("value: b", "value: c"))).isNotEqualTo(shape);
    assertThat(shape(bare.replace("{spec:", "{metadata: {labels: {a: b}}, spec:")))
        .isNotEqualTo(shape);
    String two = "{spec: {nodeSelector: {%s}, containers: [{name: app}]}}";
    assertThat(shape(two.formatted("a: b, c: d"))).isEqualTo(shape(two.formatted("c: d, a: b")));
  }

  @Test
  void anotherResourceVersionAloneTellsNothingNew() {
    Workload before = deployment(NEVER);

    assertThat(WorkloadProjections.same(before, deployment(NEVER.replace("\"7\"", "\"8\""))))
        .isTrue();
    assertThat(WorkloadProjections.same(before, deployment(NEVER.replace("uid-1", "uid-2"))))
        .isFalse();
    assertThat(WorkloadProjections.same(before, deployment(NEVER.replace("never:1", "never:2"))))
        .isFalse();
  }

  /** How one pod more is needed: %s stands for replicas and strategy, %s for the pod. */
  private static final String SURGING =
      """
      metadata: {name: users, uid: uid-1, resourceVersion: "7"}
      spec:
        %s
        template:
          spec:
            volumes:
            - {name: data, persistentVolumeClaim: {claimName: users-data}}
            - {name: seed, persistentVolumeClaim: {claimName: seed, readOnly: true}}
            - {name: tmp, emptyDir: {}}
            initContainers:
            - {name: migrate, image: i, resources: {requests: {cpu: "2", memory: 1Mi}}}
            - {name: proxy, image: p, restartPolicy: Always, resources: {requests: {cpu: 10m}}}
            containers:
            - {name: app, image: a, resources: {limits: {cpu: 500m, memory: 1Gi}}}
            - {name: log, image: l, resources: {requests: {cpu: 100m}, limits: {memory: 1Ki}}}
      """;

  /** In thousandths of a byte. */
  private static final long GIBI_AND_KIBI = (1_024L * 1_024 * 1_024 + 1_024) * 1_000;

  private static Strategy strategy(String spec) {
    return deployment(SURGING.formatted(spec)).strategy();
  }

  @Test
  void whatANewPodTakesWhileAllOldOnesStay() {
    Strategy.Surge surge =
        strategy("strategy: {rollingUpdate: {maxUnavailable: 25%, maxSurge: 25%}}").surge();

    assertThat(surge)
        .isEqualTo(
            new Strategy.Surge(
                List.of("users-data"),
                new Strategy.Demand(2_010, GIBI_AND_KIBI, 500, GIBI_AND_KIBI)));
  }

  @Test
  void whereAnOldPodMayGoFirstNothingIsTaken() {
    String rolling = "strategy: {rollingUpdate: {maxUnavailable: %s, maxSurge: %s}}";
    assertThat(strategy("replicas: 4\n  " + rolling.formatted("25%", "25%")).surge()).isNull();
    assertThat(strategy("replicas: 3\n  " + rolling.formatted("25%", "25%")).surge()).isNotNull();
    assertThat(strategy("replicas: 3\n  " + rolling.formatted("0", "1")).surge()).isNotNull();
    assertThat(strategy("replicas: 3\n  " + rolling.formatted("1", "1")).surge()).isNull();
    assertThat(strategy(rolling.formatted("0%", "0%")).surge()).as("taken for 1").isNull();
    assertThat(strategy("replicas: 0\n  " + rolling.formatted("0", "1")).surge()).isNull();
    assertThat(strategy("strategy: {type: Recreate}").surge()).isNull();
    assertThat(strategy(rolling.formatted("few", "25%")).surge()).as("unreadable").isNull();
  }

  @Test
  void whatAsksForNothingIsKeptOnce() {
    String plain =
        """
        metadata: {name: users, uid: uid-1, resourceVersion: "7"}
        spec:
          strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
          template: {spec: {containers: [{name: app, image: a}]}}
        """;
    Strategy strategy = deployment(plain).strategy();
    assertThat(strategy.surge()).isSameAs(Strategy.Surge.PLAIN);
    assertThat(strategy).isSameAs(deployment(plain).strategy());
  }
}
