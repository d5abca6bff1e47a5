package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import java.util.List;
import java.util.stream.Stream;

/** What the pages tell of: a record core of two services, what became of it, and who meddled. */
record PlayedRelease(Scene scene) {

  private static final String PROVISION =
      "sha256:5138f8c680f21027b767178890f8c435f8e00b31edabd3f6833fbc01c3005482";
  private static final String USERS =
      "sha256:16c08d9527f36aab855bf9eebdad5941d2dc3a9c2a3804f96cbdc8c27b18e41e";
  static final String NEW =
      "sha256:7dfb4cf67742cb0660305e56ef816c53fcec892cae7f6ee39b75f34e659d672c";
  private static final int FLIPS = 5;

  void twoServicesRun() {
    for (String name : List.of("provision", "users")) {
      scene.apply(
          deployment(
              name,
              2,
              """
              terminationGracePeriodSeconds: 0
              containers:
              - name: %1$s
                image: "ghcr.io/example/core/%1$s:1.4"
                env:
                - {name: PASS, valueFrom: {secretKeyRef: {name: core-rds, key: PASS, optional: true}}}
              """
                  .formatted(name)));
    }
    for (String name : List.of("provision", "users")) {
      scene.kubectl("rollout", "status", "deployment/" + name, "--timeout=60s");
    }
  }

  void approvalIsRequired() {
    String required = "-p={\"spec\":{\"approval\":\"Required\"}}";
    Scene.eventually(
        () -> assertThat(patched(required, "--dry-run=server", "-o=yaml")).contains("edited-by"));
    patched(required, "-o=name");
  }

  private String patched(String patch, String... more) {
    return scene.kubectl(
        Stream.concat(Stream.of("patch", "rr", "core", "--type=merge", patch), Stream.of(more))
            .toArray(String[]::new));
  }

  void twoAreKept() {
    Scene.eventually(() -> assertThat(scene.status("core").history()).hasSize(2));
    scene.awaitReady("core");
  }

  void declareNew() {
    scene.kubectl(
        "patch",
        "rr",
        "core",
        "--type=json",
        "-p=[{\"op\":\"replace\",\"path\":\"/spec/services/1/digest\",\"value\":\"%s\"},{\"op\":\"add\",\"path\":\"/spec/services/1/version\",\"value\":\"1.5.0\"}]"
            .formatted(NEW));
  }

  void fight() {
    for (int flip = 1; flip <= FLIPS; flip++) {
      scene.foreignImage("users", "ghcr.io/example/core/users:1.4", "argocd-controller");
      int flips = flip;
      Scene.eventually(
          () ->
              assertThat(scene.status("core").contention())
                  .anyMatch(told -> told.flips().size() >= flips));
    }
  }

  void declare(String more) {
    scene.apply(
        record(
            "core",
            more
                + """
                imagePrefix: ghcr.io/example/core
                services:
                - {name: provision, digest: "%s"}
                - {name: users, digest: "%s"}
                """
                    .formatted(PROVISION, USERS)));
    scene.awaitReady("core");
    scene.awaitPhase("core", "users", Phase.Verified, "");
  }
}
