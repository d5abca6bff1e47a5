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
import java.util.Objects;
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
  void whereAnImageThatIsNeverPulledMayRun() {
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
  void whatIsPulledMayRunAnywhereAndNobodyAsks() {
    Workload workload = deployment(NEVER.replace("imagePullPolicy: Never", ""));

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
    Workload workload = WorkloadProjections.of(Manifest.read(DaemonSet.class, NEVER)).orElseThrow();

    assertThat(Objects.requireNonNull(workload.template().nodes()).tolerations())
        .hasSize(8)
        .contains(
            new NodeRules.Toleration("node.kubernetes.io/unschedulable", true, "", "NoSchedule"));
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
    assertThat(workload.template()).isEqualTo(new Workload.Template("web-5bf84845fd", null));
    assertThat(workload.strategy()).isEqualTo(new Strategy(false, false, 1, false));
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
}
