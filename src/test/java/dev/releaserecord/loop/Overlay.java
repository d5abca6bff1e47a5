package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.AuditLog.Use;
import dev.releaserecord.cluster.OperatorProcess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the overlays that are shipped, as somebody installs it: by a kustomization of their own
 * with namespace and image.
 */
record Overlay(Scene scene, Path folder) {

  static final String IMAGE = "registry.example.com/release-operator@" + Manifests.digest("image");

  private static final Path ROOT = Path.of("target", "kustomize");

  /**
   * @param path below {@code helm-free-manifests}
   * @param components beside it, by paths as well
   */
  static Overlay of(Scene scene, String path, String... components) {
    return running(scene, IMAGE, path, components);
  }

  /**
   * The same with an image that there is.
   *
   * @param image with its digest
   */
  static Overlay running(Scene scene, String image, String path, String... components) {
    String name = path + "/" + String.join("/", components);
    Path folder = ROOT.resolve(scene.namespace() + "-" + name.replace('/', '-'));
    // kustomize takes no absolute paths.
    return new Overlay(
        scene,
        write(
            folder,
            """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: %s
            resources: [../../../helm-free-manifests/%s]
            components: [%s]
            images:
            - {name: placeholder.invalid/release-operator, newName: %s, digest: "%s"}
            """
                .formatted(
                    scene.namespace(),
                    path,
                    Stream.of(components)
                        .map(it -> "../../../helm-free-manifests/" + it)
                        .collect(Collectors.joining(", ")),
                    image.substring(0, image.indexOf('@')),
                    image.substring(image.indexOf('@') + 1))));
  }

  private static Path write(Path folder, String kustomization) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("kustomization.yaml"), kustomization);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<HasMetadata> objects() {
    return scene.load(scene.kubectl("kustomize", folder.toString()));
  }

  /** All but the operator itself, which is to be a process here. */
  Overlay installRights() {
    Set<String> kinds = Set.of("ServiceAccount", "Role", "RoleBinding", "ConfigMap");
    objects().stream()
        .filter(it -> kinds.contains(it.getKind()))
        .forEach(
            it ->
                scene
                    .client()
                    .resource(it)
                    .fieldManager("team")
                    .forceConflicts()
                    .serverSideApply());
    Scene.eventually(
        () ->
            assertThat(
                    scene
                        .tryKubectl("auth", "can-i", "list", "secrets", "--as=" + user())
                        .exitCode())
                .isZero());
    return this;
  }

  /** The name of its account, as the API server knows it. */
  String user() {
    return "system:serviceaccount:" + scene.namespace() + ":release-operator";
  }

  /** The operator with a token of its account: what it may do is what the overlay grants. */
  OperatorProcess start() {
    return OperatorProcess.start(
            OperatorProcess.Options.with(
                    kubeconfig(), "--namespace", scene.namespace(), "--lease-duration", "3s")
                .environment(Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=1")))
        .awaitReady();
  }

  private Path kubeconfig() {
    String token = scene.kubectl("create", "token", "release-operator", "--duration=1h").strip();
    Config admin = scene.client().getConfiguration();
    Path file = folder.resolve("kubeconfig");
    try {
      Files.writeString(
          file,
          """
          apiVersion: v1
          kind: Config
          clusters:
          - {name: it, cluster: {server: "%s", certificate-authority-data: "%s"}}
          users:
          - {name: it, user: {token: "%s"}}
          contexts:
          - {name: it, context: {cluster: it, user: it}}
          current-context: it
          """
              .formatted(admin.getMasterUrl(), admin.getCaCertData(), token));
      return file.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every verb upon every resource that its Roles and ClusterRoles grant. */
  Set<Use> granted() {
    List<PolicyRule> rules = new ArrayList<>();
    for (HasMetadata object : objects()) {
      switch (object) {
        case Role role -> rules.addAll(role.getRules());
        case ClusterRole role -> rules.addAll(role.getRules());
        default -> {}
      }
    }
    return rules.stream().flatMap(Overlay::uses).collect(Collectors.toSet());
  }

  private static Stream<Use> uses(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(
            group ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(verb -> new Use(group, resource, verb, false))));
  }
}
