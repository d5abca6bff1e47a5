package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Real containers on a real kubelet that go wrong, and what the record says of them. */
@NeedsNode
class DiagnosisIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * @param pod the pod spec, with IMAGE where the image goes
   * @param texts what the message has to name
   */
  private record Trouble(String pod, Phase phase, String cause, String... texts) {}

  private static final String PLAIN = "containers:\n- {name: app, image: IMAGE}\n";

  private final Scene scene;

  DiagnosisIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  private static Map<String, Trouble> troubles() {
    Map<String, Trouble> all = new LinkedHashMap<>();
    all.put(
        "crash",
        new Trouble(
            "containers:\n- {name: app, image: IMAGE, args: [crash, --code, \"7\"]}\n",
            Phase.Stuck,
            "CrashLoop",
            "container app of pod crash-",
            "exit code 7"));
    all.put(
        "init",
        new Trouble(
            "initContainers:\n- {name: migrate, image: IMAGE, args: [crash]}\n" + PLAIN,
            Phase.Stuck,
            "InitCrashLoop",
            "init container migrate"));
    all.put(
        "start",
        new Trouble(
            "containers:\n- {name: app, image: IMAGE, command: [/bin/nosuch]}\n",
            Phase.Stuck,
            "StartError",
            "no such program"));
    all.put(
        "secret",
        new Trouble(
            "containers:\n- {name: app, image: IMAGE, envFrom: [{secretRef: {name: nosecret}}]}\n",
            Phase.Stuck,
            "MissingSecret",
            "nosecret"));
    all.put(
        "key",
        new Trouble(
            "containers:\n- {name: app, image: IMAGE, env: [{name: SSLMODE, valueFrom:"
                + " {secretKeyRef: {name: rds, key: SSLMODE}}}]}\n",
            Phase.Stuck,
            "MissingSecretKey",
            "SSLMODE",
            "Secret rds"));
    all.put(
        "config",
        new Trouble(
            "containers:\n- {name: app, image: IMAGE, envFrom: [{configMapRef: {name: nocm}}]}\n",
            Phase.Stuck,
            "MissingConfigMap",
            "nocm"));
    all.put(
        "claim",
        new Trouble(
            PLAIN + "volumes: [{name: data, persistentVolumeClaim: {claimName: noclaim}}]\n",
            Phase.Stuck,
            "VolumeNotFound",
            "noclaim"));
    all.put(
        "selector",
        new Trouble(
            PLAIN + "nodeSelector: {disk: golden}\n",
            Phase.RollingOut,
            "Unschedulable",
            "finds no node"));
    all.put(
        "probe",
        new Trouble(
            "containers:\n- {name: app, image: IMAGE, readinessProbe: {periodSeconds: 1,"
                + " tcpSocket: {port: 9}}}\n",
            Phase.RollingOut,
            "ProbeFailing",
            "readiness probe"));
    return all;
  }

  @Test
  void everyTroubleOfARealNodeIsNamed() {
    String image = scene.cluster().image("diagnosis/app", "1");
    String repository = image.substring(0, image.indexOf('@'));
    String digest = image.substring(image.indexOf('@') + 1);
    String absent = "sha256:" + "0".repeat(63) + "1";
    scene.kubectl("create", "secret", "generic", "rds", "--from-literal=HOST=db");
    Map<String, Trouble> troubles = troubles();
    StringBuilder services = new StringBuilder("services:\n");
    troubles.forEach(
        (name, trouble) -> {
          scene.apply(deployment(name, 1, trouble.pod().replace("IMAGE", '"' + image + '"')));
          services.append(service(name, repository, digest));
        });
    scene.apply(
        deployment("absent", 1, PLAIN.replace("IMAGE", '"' + repository + "@" + absent + '"')));
    services.append(service("absent", repository, absent));
    scene.apply(
        deployment(
            "never",
            1,
            "containers:\n- {name: app, imagePullPolicy: Never, image: \"%s@%s\"}\n"
                .formatted(repository, absent)));
    services.append(service("never", repository, absent));
    scene.apply(deployment("placeholder", 1, PLAIN.replace("IMAGE", "users@IGEST_USERS__")));
    services.append("- {name: placeholder, image: ").append(repository).append("}\n");
    troubles.put("absent", new Trouble("", Phase.Stuck, "ImageNotFound", absent));
    troubles.put("never", new Trouble("", Phase.Stuck, "ImageNotOnNode", "imagePullPolicy: Never"));
    troubles.put(
        "placeholder", new Trouble("", Phase.Stuck, "UnresolvedPlaceholder", "@IGEST_USERS__"));

    try (LocalOperator _ = scene.operator()) {
      scene.apply(Manifests.record("troubles", services.toString()));
      troubles.forEach(this::awaitNamed);
    }
  }

  private static String service(String name, String repository, String digest) {
    return "- {name: %s, image: %s, digest: \"%s\"}\n".formatted(name, repository, digest);
  }

  private void awaitNamed(String name, Trouble trouble) {
    await(name)
        .atMost(PATIENCE)
        .pollInterval(Scene.POLL)
        .untilAsserted(
            () -> {
              assertThat(scene.status("troubles").services())
                  .filteredOn(it -> it.name().equals(name))
                  .singleElement()
                  .satisfies(
                      it -> {
                        assertThat(it.cause()).isEqualTo(trouble.cause());
                        assertThat(it.phase()).isEqualTo(trouble.phase());
                        assertThat(it.message()).contains(trouble.texts());
                      });
            });
  }
}
