package dev.releaserecord.plan.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When an object of each kind serves. */
class ReadinessTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static final String READY = "";

  /** What it is, its generation, what it holds, and what is said of it. */
  record Case(String what, long generation, String content, String trouble) {
    @Override
    public String toString() {
      return what + " " + content;
    }
  }

  private static Case of(String what, String content, String trouble) {
    return new Case(what, 1, content, trouble);
  }

  private static String when(String type, String status, String more) {
    return "{status: {conditions: [{type: %s, status: '%s'%s}]}}".formatted(type, status, more);
  }

  static Stream<Case> cases() {
    String deployment = "apps/v1 Deployment";
    String statefulSet = "apps/v1 StatefulSet";
    String daemonSet = "apps/v1 DaemonSet";
    return Stream.of(
        of(
            deployment,
            "{spec: {replicas: 2}, status: {observedGeneration: 1, replicas: 2,"
                + " updatedReplicas: 2, availableReplicas: 2}}",
            READY),
        of(deployment, "{spec: {replicas: 0}, status: {observedGeneration: 1}}", READY),
        of(deployment, "{}", "its controller has not looked at its newest spec yet"),
        of(
            daemonSet,
            "{status: {desiredNumberScheduled: 0}}",
            "its controller has not looked at its newest spec yet"),
        of(
            "apps/v1 ReplicaSet",
            "{spec: {replicas: 2}, status: {observedGeneration: 1, replicas: 2, availableReplicas:"
                + " 1}}",
            "1 of 2 pods are ready"),
        of(
            deployment,
            "{status: {observedGeneration: 0, updatedReplicas: 1, availableReplicas: 1}}",
            "its controller has not looked at its newest spec yet"),
        of(
            deployment,
            "{spec: {replicas: 2}, status: {observedGeneration: 1, updatedReplicas: 2,"
                + " availableReplicas: 1}}",
            "1 of 2 pods are ready"),
        of(
            deployment,
            "{spec: {replicas: 2}, status: {observedGeneration: 1, replicas: 3, updatedReplicas: 2,"
                + " availableReplicas: 2}}",
            "1 pods too many have not gone yet"),
        of(
            deployment,
            "{status: {observedGeneration: 1, conditions: [{type: Progressing, status: 'False',"
                + " reason: ProgressDeadlineExceeded, message: late}]}}",
            "its rollout takes longer than its progressDeadlineSeconds"),
        of(
            statefulSet,
            "{spec: {replicas: 1}, status: {observedGeneration: 1, replicas: 1, readyReplicas: 1,"
                + " updatedReplicas: 1}}",
            READY),
        of(
            statefulSet,
            "{spec: {replicas: 3}, status: {observedGeneration: 1, replicas: 3, readyReplicas: 2,"
                + " updatedReplicas: 3}}",
            "2 of 3 pods are ready"),
        of(
            statefulSet,
            "{spec: {replicas: 3}, status: {observedGeneration: 1, replicas: 3, readyReplicas: 3,"
                + " updatedReplicas: 1}}",
            "1 of 3 pods are of its newest template"),
        of(
            statefulSet,
            "{spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition:"
                + " 2}}}, status: {observedGeneration: 1, replicas: 3, readyReplicas: 3,"
                + " updatedReplicas: 1}}",
            READY),
        of(
            statefulSet,
            "{spec: {replicas: 1, updateStrategy: {type: OnDelete}},"
                + " status: {observedGeneration: 1, replicas: 1, readyReplicas: 1}}",
            READY),
        of(
            daemonSet,
            "{status: {observedGeneration: 1, desiredNumberScheduled: 3, updatedNumberScheduled: 3,"
                + " numberAvailable: 3, currentNumberScheduled: 3}}",
            READY),
        of(
            daemonSet,
            "{status: {observedGeneration: 1, desiredNumberScheduled: 3, updatedNumberScheduled: 3,"
                + " numberAvailable: 2, currentNumberScheduled: 3}}",
            "2 of 3 pods are ready"),
        of(
            daemonSet,
            "{status: {observedGeneration: 1, desiredNumberScheduled: 0}, spec: {updateStrategy:"
                + " {type: OnDelete}}}",
            READY),
        of("batch/v1 Job", when("Complete", "True", ""), READY),
        of("batch/v1 Job", "{status: {active: 1}}", "it has not completed yet"),
        of(
            "batch/v1 Job",
            when("Failed", "True", ", reason: BackoffLimitExceeded"),
            "it failed: BackoffLimitExceeded"),
        of("batch/v1 CronJob", "{spec: {suspend: true}}", READY),
        of("v1 Pod", when("Ready", "True", ""), READY),
        of("v1 Pod", "{status: {phase: Succeeded}}", READY),
        of("v1 Pod", "{status: {phase: Running}}", "it is not ready (Running)"),
        of("v1 Pod", "{}", "it is not ready (Pending)"),
        of("v1 PersistentVolumeClaim", "{status: {phase: Bound}}", READY),
        of("v1 PersistentVolumeClaim", "{status: {phase: Lost}}", "it is not bound (Lost)"),
        of("v1 Service", "{spec: {type: ClusterIP}}", READY),
        of(
            "v1 Service",
            "{spec: {type: LoadBalancer}, status: {loadBalancer: {}}}",
            "its load balancer has no address yet"),
        of(
            "v1 Service",
            "{spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}}",
            READY),
        of(
            "autoscaling/v2 HorizontalPodAutoscaler",
            when("ScalingActive", "False", ", message: no metrics"),
            "ScalingActive is False: no metrics"),
        of("autoscaling/v2 HorizontalPodAutoscaler", when("AbleToScale", "True", ""), READY),
        of("v1 ConfigMap", "{data: {a: b}}", READY),
        of(
            "cert-manager.io/v1 Certificate",
            when("Ready", "True", ", observedGeneration: 1"),
            READY),
        of(
            "cert-manager.io/v1 Certificate",
            when("Ready", "False", ", message: 'Issuing certificate'"),
            "Ready is False: Issuing certificate"),
        new Case(
            "cert-manager.io/v1 Certificate",
            2,
            when("Ready", "True", ", observedGeneration: 1"),
            "its condition Ready is not of its newest spec"),
        of(
            "cert-manager.io/v1 Certificate",
            "{spec: {secretName: tls}}",
            "it has no condition Ready yet; cert-manager has not looked at it"),
        of("example.com/v1 Thing", when("Ready", "Unknown", ""), "Ready is Unknown"),
        of("example.com/v1 Thing", when("Stalled", "True", ", reason: Broken"), "Stalled: Broken"),
        of(
            "example.com/v1 Thing",
            when("Reconciling", "True", ", message: busy"),
            "Reconciling: busy"),
        of("example.com/v1 Deployment", "{}", READY));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anObjectServesAsItsKindSays(Case it) {
    assertThat(Readiness.of(object(it, false)).trouble()).isEqualTo(it.trouble);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatGoesDoesNotServe(Case it) {
    assertThat(Readiness.of(object(it, true)).trouble()).isEqualTo("it is being deleted");
  }

  @org.junit.jupiter.api.Test
  void aServiceNeedsSomebodyBehindItUnlessItStandsForANameElsewhere() {
    DependencyView ready = new DependencyView.Ready();
    DependencyView not = new DependencyView.NotReady("its load balancer has no address yet");
    assertThat(Readiness.ofService(ready, false, 1)).isEqualTo(ready);
    assertThat(Readiness.ofService(ready, false, 0).trouble()).contains("no endpoint");
    assertThat(Readiness.ofService(ready, true, 0)).isEqualTo(ready);
    assertThat(Readiness.ofService(not, false, 3)).isEqualTo(not);
  }

  @SuppressWarnings("unchecked")
  private static LiveObject object(Case it, boolean deleting) {
    String[] words = it.what.split(" ");
    Map<String, Object> content = YAML.unmarshal("---\n" + it.content, Map.class);
    return new LiveObject(words[0], words[1], it.generation, deleting, content);
  }
}
