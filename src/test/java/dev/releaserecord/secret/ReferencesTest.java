package dev.releaserecord.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.reference.ObjectRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no record declares: references without which a kubelet starts nothing. */
class ReferencesTest {

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      stringData: {a: x}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: c}
      data: {a: x}
      binaryData: {b: eA==}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        template:
          spec:
            initContainers: [{name: init}]
            containers:
            - name: app
      """;

  private static final String IN_APP = "        ";

  private static Scenario with(String indented) {
    return Scenario.of(OBJECTS + indented.indent(IN_APP.length()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "env: [{name: X, valueFrom: {secretKeyRef: {name: t, key: a}}}]"
            + " | MissingSecret: Secret t does not exist, which container app of Deployment/web",
        "env: [{name: X, valueFrom: {secretKeyRef: {name: s, key: b}}}]"
            + " | MissingSecretKey: Secret s has no key b, which container app of Deployment/web",
        "env: [{name: X, valueFrom: {configMapKeyRef: {name: d, key: a}}}]"
            + " | MissingConfigMap: ConfigMap d does not exist, which container app of"
            + " Deployment/web",
        "env: [{name: X, valueFrom: {configMapKeyRef: {name: c, key: b}}}] | MissingConfigMap:"
            + " ConfigMap c has no key b, which container app of Deployment/web",
        "envFrom: [{secretRef: {name: t}}]"
            + " | MissingSecret: Secret t does not exist, which container app of Deployment/web",
        "envFrom: [{configMapRef: {name: d}}]"
            + " | MissingConfigMap: ConfigMap d does not exist, which container app of"
            + " Deployment/web",
        "env: [{name: X, valueFrom: {secretKeyRef: {name: t-2456789bcd, key: a}}}]"
            + " | MissingSecret: Secret t-2456789bcd does not exist, which container app of"
            + " Deployment/web",
      })
  void inAnEnvironment(String yaml, String defect) {
    assertThat(with(yaml).defects()).singleElement().asString().startsWith(defect + " needs; ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env: [{name: X, valueFrom: {secretKeyRef: {name: s, key: a}}}]",
        "env: [{name: X, valueFrom: {secretKeyRef: {name: t, key: a, optional: true}}}]",
        "env: [{name: X, valueFrom: {secretKeyRef: {name: s, key: b, optional: true}}}]",
        "env: [{name: X, valueFrom: {configMapKeyRef: {name: c, key: b, optional: true}}}]",
        "envFrom: [{secretRef: {name: t, optional: true}}, {secretRef: {name: s}}]",
        "envFrom: [{configMapRef: {name: d, optional: true}}, {configMapRef: {name: c}}]",
        "env: [{name: X, value: '$(NOT_THERE)'}]"
      })
  void whatDoesNotEndTheStart(String yaml) {
    assertThat(with(yaml).defects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secret: {secretName: t} | MissingSecret: Secret t does not exist",
        "secret: {secretName: s, items: [{key: b, path: p}]} | MissingSecretKey: Secret s has no"
            + " key b",
        "configMap: {name: d} | MissingConfigMap: ConfigMap d does not exist",
        "configMap: {name: c, items: [{key: z, path: p}]} | MissingConfigMap: ConfigMap c has no"
            + " key z",
        "projected: {sources: [{secret: {name: t}}]} | MissingSecret: Secret t does not exist",
        "csi: {driver: d, nodePublishSecretRef: {name: t}} | MissingSecret: Secret t does not"
            + " exist",
      })
  void inAVolume(String source, String defect) {
    assertThat(volume(source, "v").defects())
        .singleElement()
        .asString()
        .startsWith(defect + ", which volume v of Deployment/web needs; ");
    assertThat(volume(source, "other").defects()).as("nobody mounts it").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret: {secretName: s}",
        "secret: {secretName: t, optional: true}",
        "secret: {secretName: s, optional: true, items: [{key: b, path: p}]}",
        "configMap: {name: c, items: [{key: a, path: p}, {key: b, path: q}]}",
        "configMap: {name: d, optional: true}",
        "projected: {sources: [{secret: {name: s}}, {configMap: {name: d, optional: true}}]}",
        "emptyDir: {}"
      })
  void volumesThatAreMounted(String source) {
    assertThat(volume(source, "v").defects()).isEmpty();
  }

  private static Scenario volume(String source, String mounted) {
    return Scenario.of(
        OBJECTS
            + "        volumeMounts: [{name: "
            + mounted
            + ", mountPath: /x}]\n      volumes: [{name: v, "
            + source
            + "}, {name: other, emptyDir: {}}]\n");
  }

  /** Ten keys in ten containers are one sentence. */
  @Test
  void theSameObjectIsSaidOnce() {
    assertThat(
            with("""
            env:
            - {name: X, valueFrom: {secretKeyRef: {name: s, key: c}}}
            - {name: Y, valueFrom: {secretKeyRef: {name: s, key: b}}}
            - {name: Z, valueFrom: {secretKeyRef: {name: s, key: c}}}
            """)
                .defects())
        .containsExactly(
            "MissingSecretKey: Secret s has no keys b, c, which container app of Deployment/web"
                + " needs; add what is missing, or mend the reference");
  }

  @Test
  void whatCannotBeReadIsLeftToTheDiagnosisOfThePods() {
    Scenario scenario = with("envFrom: [{secretRef: {name: t}}]").unreadable(ObjectRef.secret("t"));

    assertThat(scenario.verify()).isEqualTo(Verification.NOTHING);
  }

  /** A proxy of somebody else in the pod needs no variable of the service. */
  @Test
  void onlyTheContainersOfTheServiceAreAskedForVariables() {
    String rules = "[{name: s, keys: [a], env: {X: a}}]";
    String yaml =
        OBJECTS + "        env: [{name: X, valueFrom: {secretKeyRef: {name: s, key: a}}}]\n";

    assertThat(Scenario.of(yaml, "init").rules(rules).defects()).isEmpty();
    assertThat(Scenario.of(yaml).rules(rules).defects())
        .singleElement()
        .asString()
        .startsWith(
            "EnvMismatch: container init of Deployment/web does not get the variable X, which must"
                + " come from key a of Secret s; ");
  }

  @Test
  void howTheVariableIsComposedIsNamed() {
    String rules = "[{name: s, env: {X: a}}]";
    String env =
        "        envFrom: [{secretRef: {name: s}}]\n        env: [{name: X, value: '%s'}]\n";

    assertThat(Scenario.of(OBJECTS + env.formatted("$(a)"), "init").rules(rules).defects())
        .isEmpty();
    assertThat(Scenario.of(OBJECTS + env.formatted("pre-$(a)"), "init").rules(rules).defects())
        .singleElement()
        .asString()
        .contains("it is a text of the template with $(a) in it, and must come from key a");
    assertThat(Scenario.of(OBJECTS + env.formatted("$(b)"), "init").rules(rules).defects())
        .singleElement()
        .asString()
        .contains("it is the text $(b), and no variable of that name stands before it");
  }
}
