package dev.releaserecord.kube.secret;

import static dev.releaserecord.rollout.reference.ObjectRef.configMap;
import static dev.releaserecord.rollout.reference.ObjectRef.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Import;
import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import dev.releaserecord.rollout.reference.ContainerEnv.Variable;
import dev.releaserecord.rollout.reference.Mount;
import dev.releaserecord.rollout.reference.References;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceReaderTest {

  private static References read(String yaml) {
    return ReferenceReader.read(new KubernetesSerialization().unmarshal(yaml, PodSpec.class));
  }

  /** What they are set to is not kept, so two services with the same names share one list. */
  @Test
  void namesThatTwoHaveAlikeAreKeptOnce() {
    String yaml = "containers: [{name: %1$s, env: [{name: A, value: %1$s}, {name: B, value: x}]}]";
    List<Variable> users = read(yaml.formatted("users")).containers().getFirst().variables();
    List<Variable> certs = read(yaml.formatted("certs")).containers().getFirst().variables();
    assertThat(certs).isSameAs(users).extracting(Variable::name).containsExactly("A", "B");
  }

  @Test
  void environments() {
    References references =
        read(
            """
            initContainers:
            - name: proxy
              restartPolicy: Always
              envFrom:
              - {prefix: P_, secretRef: {name: s, optional: true}}
              - {configMapRef: {name: c}}
              - {}
            containers:
            - name: app
              env:
              - {name: NOTHING}
              - {name: EMPTY, value: ""}
              - {name: TEXT, value: "a secret text"}
              - {name: KEY, valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}}
              - {name: SETTING, valueFrom: {configMapKeyRef: {name: c, key: k}}}
              - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
              - {name: LIMIT, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
            - name: plain
            imagePullSecrets: [{name: pull}, {}, {name: ""}]
            """);

    assertThat(references)
        .isEqualTo(
            new References(
                List.of(
                    new ContainerEnv(
                        "proxy",
                        List.of(
                            new Import(secret("s"), "P_", true),
                            new Import(configMap("c"), "", false)),
                        List.of()),
                    new ContainerEnv(
                        "app",
                        List.of(),
                        List.of(
                            new Variable("NOTHING", new Value.Literal()),
                            new Variable("EMPTY", new Value.Literal()),
                            new Variable("TEXT", new Value.Literal()),
                            new Variable("KEY", new Value.OfKey(secret("s"), "k", true)),
                            new Variable("SETTING", new Value.OfKey(configMap("c"), "k", false)),
                            new Variable("NODE", new Value.OfPod()),
                            new Variable("LIMIT", new Value.OfPod())))),
                List.of(),
                List.of("pull")));
    assertThat(references.objects()).containsExactly(secret("pull"), secret("s"), configMap("c"));
    assertThat(references.secrets()).containsExactly("pull", "s");
    assertThat(references.toString()).doesNotContain("secret text");
  }

  @Test
  void volumes() {
    References references =
        read(
            """
            initContainers:
            - {name: init, volumeMounts: [{name: whole, mountPath: /a}]}
            containers:
            - name: app
              volumeMounts:
              - {name: whole, mountPath: /a}
              - {name: whole, mountPath: /b, subPath: x}
              - {name: items, mountPath: /c}
              - {name: projected, mountPath: /d}
              - {name: driver, mountPath: /e}
            volumes:
            - {name: whole, secret: {secretName: s}}
            - {name: items, configMap: {name: c, optional: true, items: [{key: k, path: p}]}}
            - name: projected
              projected:
                sources:
                - {secret: {name: s, items: [{key: a, path: p}, {key: b, path: q}]}}
                - {configMap: {name: c}}
                - {serviceAccountToken: {path: t}}
            - {name: driver, csi: {driver: d, nodePublishSecretRef: {name: login}}}
            - {name: nobody, secret: {secretName: unused}}
            - {name: scratch, emptyDir: {}}
            """);

    assertThat(references.mounts())
        .containsExactly(
            new Mount("whole", List.of("init", "app"), secret("s"), List.of(), false),
            new Mount("items", List.of("app"), configMap("c"), List.of("k"), true),
            new Mount("projected", List.of("app"), secret("s"), List.of("a", "b"), false),
            new Mount("projected", List.of("app"), configMap("c"), List.of(), false),
            new Mount("driver", List.of("app"), secret("login"), List.of(), false),
            new Mount("nobody", List.of(), secret("unused"), List.of(), false));
  }

  @Test
  void mostTemplatesReferToNothing() {
    assertThat(read("containers: [{name: app}]")).isSameAs(References.NONE);
  }

  /** Names of variables, separated by blanks; alone: the text is nothing else. */
  @ParameterizedTest
  @CsvSource({
    "plain, '', false",
    "$(A), A, true",
    "$(A)x, A, false",
    "x$(A), A, false",
    "$(A)$(B), A B, false",
    "postgres://$(U):$(P)@$(H), U P H, false",
    "$$(A), '', false",
    "$$$(A), A, false",
    "$$$$(A), '', false",
    "$(A, '', false",
    "$((A), (A, true",
    "$x$(A), A, false",
    "$, '', false",
    "x$, '', false",
    "$$, '', false",
    "${A}, '', false",
    "$(A)$, A, false",
  })
  void variablesWithinATextAsAKubeletReadsThem(String text, String names, boolean alone) {
    List<String> expected = names.isEmpty() ? List.of() : Arrays.asList(names.split(" "));

    assertThat(Expansion.read(text))
        .isEqualTo(
            alone
                ? new Value.Copy(expected.getFirst())
                : expected.isEmpty() ? new Value.Literal() : new Value.Composed(expected));
  }
}
